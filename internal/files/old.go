package files

import (
	"context"
	"errors"
	"io"
	"iter"
	"strings"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"

	"dossier/internal/fault"
)

// folder holds all files.
const folder = "sha256/"

// walks is how often a folder is walked again in which files come and go.
const walks = 20

// Old lists the files that were kept before a time, by their hashes, some
// perhaps twice, and takes away what is left of older writes that did not come
// to their end.
func (s *Store) Old(ctx context.Context, before time.Time) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		list := func() *blob.ListIterator { return s.bucket.List(&blob.ListOptions{Prefix: folder}) }
		at, again := list(), 0
		for {
			o, err := at.Next(ctx)
			if errors.Is(err, io.EOF) {
				return
			}
			// A folder cannot be walked to its end while a file in it goes.
			if gcerrors.Code(err) == gcerrors.NotFound && again < walks {
				at, again = list(), again+1
				continue
			}
			if err != nil {
				yield("", fault.Wrap(fault.Unavailable, err, "the files that are kept could not be listed"))
				return
			}
			if o.IsDir || !o.ModTime.Before(before) {
				continue
			}
			name := o.Key[strings.LastIndexByte(o.Key, '/')+1:]
			hash, rest, cut := strings.Cut(name, ".")
			switch {
			case !isHash(hash) || key(hash) != strings.TrimSuffix(o.Key, name)+hash: // none of ours
			case !cut:
				if !yield(hash, nil) {
					return
				}
			case strings.HasSuffix(rest, ".tmp"):
				if err := s.remove(ctx, o.Key); err != nil && !yield("", err) {
					return
				}
			}
		}
	}
}

// Remove removes a file. One that is not there is removed already.
func (s *Store) Remove(ctx context.Context, hash string) error {
	if !isHash(hash) {
		return fault.ErrNotFound
	}
	return s.remove(ctx, key(hash))
}

func (s *Store) remove(ctx context.Context, name string) error {
	ctx, cancel := context.WithTimeout(ctx, Timeout)
	defer cancel()
	if err := s.bucket.Delete(ctx, name); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
		return fault.Wrap(fault.Unavailable, err, "a file could not be removed")
	}
	return nil
}
