package model

import (
	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"

	"dossier/internal/id"
)

// MarshalRow writes null: a UUID alone does not say what it stands for.
func MarshalRow(uuid.UUID) graphql.Marshaler { return graphql.Null }

// UnmarshalRow reads the UUID of an id in an input whose place says what it
// stands for. A malformed id becomes the UUID of nothing.
func UnmarshalRow(v any) (uuid.UUID, error) {
	s, _ := v.(string)
	i, err := id.Parse(s)
	if err != nil || i.Key != "" {
		return uuid.Nil, nil
	}
	return i.UUID, nil
}
