package ladder

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
)

// Load reads a ladder from the YAML files of a directory. Where something is
// wrong in them the error is a *CheckError with every problem found.
func Load(dir fs.FS) (*Version, error) {
	v, _, err := load(dir)
	return v, err
}

// Check reads a ladder as Load does and returns what is wrong in it. The
// error is for files that cannot be read at all.
func Check(dir fs.FS) ([]Problem, error) {
	_, _, err := load(dir)
	var wrong *CheckError
	if errors.As(err, &wrong) {
		return wrong.Problems, nil
	}
	return nil, err
}

func load(dir fs.FS) (*Version, []*source, error) {
	names, err := files(dir)
	if err != nil {
		return nil, nil, err
	}
	var ps problems
	var sources []*source
	for _, name := range names {
		s, err := read(dir, name, &ps)
		if err != nil {
			return nil, nil, err
		}
		sources = append(sources, s)
	}
	v := &Version{}
	if !slices.ContainsFunc(sources, func(s *source) bool { return s.broken }) {
		v = build(sources)
		check(v, sources, &ps)
	}
	if err := ps.err(); err != nil {
		return nil, nil, err
	}
	if err := v.seal(); err != nil {
		return nil, nil, err
	}
	return v, sources, nil
}

// Canonical is the version as JSON: the form that is stored and hashed. The
// same ladder gives the same bytes, however its files are laid out.
func (v *Version) Canonical() ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write the ladder as JSON: %w", err)
	}
	return b, nil
}

// seal sets the hash of a version whose text is complete.
func (v *Version) seal() error {
	b, err := v.Canonical()
	if err != nil {
		return err
	}
	v.Hash = hexSum(b)
	return nil
}

// RubricHash is the SHA-256, in hex, of how a text is read for the level:
// its criteria with their anchors and leaves. It changes with them alone.
func (l *Level) RubricHash() (string, error) {
	b, err := json.Marshal(l.PanelCriteria)
	if err != nil {
		return "", fmt.Errorf("write the rubric of %s as JSON: %w", l.Code, err)
	}
	return hexSum(b), nil
}

func hexSum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
