package analysis

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"fmt"

	"dossier/internal/fault"
)

// Seal encrypts what is kept of the talk with a model, by AES-256-GCM with a
// fresh nonce each time. What it belongs to is authenticated with it, so that
// one row cannot be put in another's place.
type Seal struct{ aead cipher.AEAD }

// KeyBytes is the length of a seal's key.
const KeyBytes = 32

// ParseKey reads a key as it is set: 32 bytes in base64.
func ParseKey(s string) ([]byte, error) {
	key, err := base64.StdEncoding.DecodeString(s)
	if err != nil || len(key) != KeyBytes {
		return nil, fault.New(fault.Invalid, "the key must be 32 random bytes in base64: openssl rand -base64 32")
	}
	return key, nil
}

// NewSeal makes a seal from a secret and the use that is made of it, so that
// no two uses share a key.
func NewSeal(secret []byte, use string) (*Seal, error) {
	key, err := hkdf.Key(sha256.New, secret, nil, "dossier/"+use, KeyBytes)
	if err != nil {
		return nil, fmt.Errorf("derive a key: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("make a cipher: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("make a cipher: %w", err)
	}
	return &Seal{aead}, nil
}

// close encrypts a value that belongs to something.
func (s *Seal) close(value, of []byte) []byte { return s.aead.Seal(nil, nil, value, of) }

// open decrypts what close made with the same key for the same thing.
func (s *Seal) open(sealed, of []byte) ([]byte, bool) {
	value, err := s.aead.Open(nil, nil, sealed, of)
	return value, err == nil
}
