// Package files keeps the original bytes of what people upload, each under its
// SHA-256, in a folder or in a bucket of S3. It owns that store and no table.
// It must not know what a file is for, nor who may have it.
package files

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"gocloud.dev/blob"
	_ "gocloud.dev/blob/fileblob" // file:// addresses
	_ "gocloud.dev/blob/s3blob"   // s3:// addresses
	"gocloud.dev/gcerrors"

	"dossier/internal/fault"
)

// Timeout is the longest that keeping or reading one file may take.
const Timeout = 20 * time.Second

// Store keeps files.
type Store struct {
	bucket *blob.Bucket
	most   int64
}

// Open opens the store at an address: a folder, which is made where it is
// missing, or s3://BUCKET?region=REGION, with gocloud.dev's further parameters
// (endpoint, use_path_style) for stores that speak S3. Nothing is asked of it
// yet. Files have most bytes at most.
func Open(ctx context.Context, address string, most int64) (*Store, error) {
	u, err := url.Parse(address)
	switch {
	case err == nil && u.Scheme == "s3" && u.Host != "":
	case err == nil && (u.Scheme == "file" || u.Scheme == "") && u.Path != "":
		path, err := filepath.Abs(filepath.FromSlash(u.Path))
		if err != nil {
			return nil, fmt.Errorf("open the store of files: %w", err)
		}
		// Beside the file, so that it appears by a rename on one disk; without
		// side files, since it is named by what it holds.
		address = (&url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: "create_dir=true&no_tmp_dir=true&metadata=skip&dir_file_mode=0700"}).String()
	default:
		return nil, fault.New(fault.Invalid, "the store of files must be a folder, or s3://BUCKET?region=REGION")
	}
	bucket, err := blob.OpenBucket(ctx, address)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "the store of files cannot be opened")
	}
	return &Store{bucket: bucket, most: most}, nil
}

// Close frees what the store holds.
func (s *Store) Close() error { return s.bucket.Close() }

// Hash is the name that a file is kept under.
func Hash(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:])
}

func key(hash string) string { return folder + hash[:2] + "/" + hash }

func isHash(s string) bool {
	return len(s) == 2*sha256.Size && strings.Trim(s, "0123456789abcdef") == ""
}

// Keep keeps a file. Keeping one that is there already changes nothing; when
// it fails, no part of the file is left.
func (s *Store) Keep(ctx context.Context, data []byte) error {
	ctx, cancel := context.WithTimeout(ctx, Timeout)
	defer cancel()
	name := key(Hash(data))
	there, err := s.bucket.Exists(ctx, name)
	if err == nil && !there {
		err = s.bucket.Upload(ctx, name, bytes.NewReader(data), &blob.WriterOptions{ContentType: "application/octet-stream"})
	}
	if err != nil {
		return fault.Wrap(fault.Unavailable, err, "the file could not be kept; nothing was saved: try again soon")
	}
	return nil
}

// Read reads a file and makes sure that it is the one that was kept.
func (s *Store) Read(ctx context.Context, hash string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, Timeout)
	defer cancel()
	if !isHash(hash) {
		return nil, fault.ErrNotFound
	}
	r, err := s.bucket.NewReader(ctx, key(hash), nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, fmt.Errorf("read a file: %s is not in the store", hash)
	}
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "the store of files does not answer: try again soon")
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, s.most+1))
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "the store of files does not answer: try again soon")
	}
	if Hash(data) != hash {
		return nil, fmt.Errorf("read a file: %s was changed in the store", hash)
	}
	return data, nil
}
