// Package id makes and reads the ids that clients see: opaque, globally
// unique, typed. A row holds the UUID alone; the kind is put beside it when
// the id leaves the program. Parts of a ladder (a level, a criterion) have no
// row of their own: their id is the ladder version's UUID and a key.
package id

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"
)

// Kind names the type of object that an id stands for.
type Kind byte

// The kinds. Their numbers stand inside ids that clients keep and never change.
const (
	Viewer Kind = iota + 1
	Person
	Ladder
	Level
	Criterion
	Component
	Metric
	Dossier
	Document
	Revision
	Analysis
	Finding
	Evidence
	Gap
	Claim
	Anomaly
	Rank
	Pause
	Company
	Surface
	Record
	Confirmation
	ConfirmationLink
	Nomination
	Mentorship
	Session
	Agreement
	Accrual
	Answer
	Progress
	Panel
	Seat
	QueueEntry
	Review
	Decision
	Appeal
	PanelSession
	Post
	Entitlement
	Declaration
	Notification
)

const last = Notification

// format is the first byte of every id: a later format may be read beside it.
const format = 1

// ID is one object's id. Key is used by parts of a ladder alone.
type ID struct {
	Kind Kind
	UUID uuid.UUID
	Key  string
}

// Of returns the id of a row.
func Of(k Kind, u uuid.UUID) ID { return ID{Kind: k, UUID: u} }

// Part returns the id of a part of a ladder version, as "L8" or
// "L8/generosity".
func Part(k Kind, version uuid.UUID, key string) ID { return ID{Kind: k, UUID: version, Key: key} }

// String returns the wire form: base64url of format, kind, UUID and key.
func (i ID) String() string {
	b := append([]byte{format, byte(i.Kind)}, i.UUID[:]...)
	return base64.RawURLEncoding.EncodeToString(append(b, i.Key...))
}

// Parse reads a wire form. Every form but the canonical one is an error.
func Parse(s string) (ID, error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) < 18 || b[0] != format || b[1] == 0 || Kind(b[1]) > last || bytes.ContainsAny(b[18:], "\x00\r\n") || strings.ContainsAny(s, "\r\n") {
		return ID{}, fmt.Errorf("id %.40q is malformed", s)
	}
	return ID{Kind: Kind(b[1]), UUID: uuid.UUID(b[2:18]), Key: string(b[18:])}, nil
}

// Maker makes UUIDs of version 7 from a clock and a source of randomness.
type Maker struct {
	Now  func() time.Time
	Rand io.Reader
}

// New returns a UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds, then
// random bits. It panics when the source of randomness fails.
func (m Maker) New() uuid.UUID {
	var u uuid.UUID
	if _, err := io.ReadFull(m.Rand, u[6:]); err != nil {
		panic(fmt.Sprintf("id: source of randomness: %v", err))
	}
	ms := m.Now().UnixMilli()
	for i := range 6 {
		u[i] = byte(ms >> (40 - 8*i))
	}
	u[6] = u[6]&0x0f | 0x70
	u[8] = u[8]&0x3f | 0x80
	return u
}

// Row returns the UUID if the id stands for a row of this kind.
func (i ID) Row(k Kind) (uuid.UUID, bool) { return i.UUID, i.Kind == k && i.Key == "" }

// MarshalGQL writes the wire form as a JSON string.
func (i ID) MarshalGQL(w io.Writer) { fmt.Fprintf(w, "%q", i.String()) }

// UnmarshalGQL reads an id from a request. A malformed one becomes the zero
// ID, which nothing has: malformed and unknown ids are answered alike.
func (i *ID) UnmarshalGQL(v any) error {
	s, _ := v.(string)
	*i, _ = Parse(s)
	return nil
}
