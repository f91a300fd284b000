// Package packet makes one document of a whole case: a page that prints well,
// or JSON. It holds what one GraphQL document gives its reader, and so decides
// nothing about access; it knows neither the schema's resolvers nor who the
// reader is but by name. What the reader may not see is in neither form, nor
// is a heading of it.
package packet

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

//go:embed packet.graphql
var document string

// Document is what is asked: the operations Packet, Draft and Discussion.
func Document() string { return document }

// Format counts the forms of the JSON. It changes when a member goes or means
// something else.
const Format = 1

// Ask runs an operation of Document as the reader and returns its data.
type Ask func(ctx context.Context, operation string, variables map[string]any) (json.RawMessage, error)

// Packet is a case as its reader sees it.
type Packet struct {
	at     time.Time
	reader raw[named]
	raw    json.RawMessage // of the dossier
	of     dossier
	draft  []raw[text]
	said   []discussion
}

// raw is a part of an answer, as it came and as it is read.
type raw[T any] struct {
	json.RawMessage
	of T
}

// UnmarshalJSON keeps both forms.
func (r *raw[T]) UnmarshalJSON(b []byte) error {
	r.RawMessage = slices.Clone(b)
	return json.Unmarshal(b, &r.of)
}

// discussion is all that was said on a panel, oldest first.
type discussion struct {
	Panel string      `json:"panel"`
	Posts []raw[post] `json:"posts"`
}

// Print asks for a dossier as it is printed at a time, nil if there is none
// for the reader.
func Print(ctx context.Context, ask Ask, dossier string, at time.Time) (*Packet, error) {
	var all struct {
		Viewer *struct{ Person raw[named] }
		Node   json.RawMessage
	}
	if err := read(ctx, ask, "Packet", map[string]any{"dossier": dossier}, &all); err != nil {
		return nil, err
	}
	p := &Packet{at: at.UTC(), raw: all.Node}
	if err := json.Unmarshal(all.Node, &p.of); err != nil {
		return nil, fmt.Errorf("read the dossier: %w", err)
	}
	if all.Viewer == nil || p.of.ID == "" {
		return nil, nil // null, or a node of another kind
	}
	p.reader = all.Viewer.Person
	if p.of.Revision == nil {
		var texts struct {
			Node *struct{ Documents []raw[text] }
		}
		if err := read(ctx, ask, "Draft", map[string]any{"dossier": dossier}, &texts); err != nil {
			return nil, err
		}
		if texts.Node != nil {
			p.draft = texts.Node.Documents
		}
	}
	for _, panel := range p.of.panels() {
		posts, err := discussed(ctx, ask, panel.ID)
		if err != nil {
			return nil, err
		}
		if len(posts) > 0 {
			p.said = append(p.said, discussion{panel.ID, posts})
		}
	}
	return p, nil
}

// discussed follows the pages of a discussion to the end.
func discussed(ctx context.Context, ask Ask, panel string) (posts []raw[post], err error) {
	vars := map[string]any{"panel": panel}
	for {
		var page struct {
			Node *struct {
				Discussion struct {
					PageInfo struct {
						HasNextPage bool
						EndCursor   string
					}
					Edges []struct{ Node raw[post] }
				}
			}
		}
		if err := read(ctx, ask, "Discussion", vars, &page); err != nil {
			return nil, err
		}
		if page.Node == nil {
			return nil, nil // gone meanwhile
		}
		for _, e := range page.Node.Discussion.Edges {
			posts = append(posts, e.Node)
		}
		if !page.Node.Discussion.PageInfo.HasNextPage {
			slices.Reverse(posts)
			return posts, nil
		}
		vars["after"] = page.Node.Discussion.PageInfo.EndCursor
	}
}

func read(ctx context.Context, ask Ask, operation string, vars map[string]any, into any) error {
	data, err := ask(ctx, operation, vars)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("read what %s gives: %w", operation, err)
	}
	return nil
}

// JSON is the packet as JSON, its members always in the same order.
func (p *Packet) JSON() ([]byte, error) {
	whole := struct {
		Format       int             `json:"format"`
		PrintedAt    time.Time       `json:"printedAt"`
		PrintedFor   raw[named]      `json:"printedFor"`
		RevisionHash *words          `json:"revisionHash"`
		Dossier      json.RawMessage `json:"dossier"`
		Draft        []raw[text]     `json:"draft,omitempty"`
		Discussions  []discussion    `json:"discussions"`
	}{Format: Format, PrintedAt: p.at, PrintedFor: p.reader, Dossier: p.raw, Draft: p.draft, Discussions: p.said}
	if p.of.Revision != nil {
		whole.RevisionHash = &p.of.Revision.Hash
	}
	if whole.Discussions == nil {
		whole.Discussions = []discussion{}
	}
	b, err := json.MarshalIndent(whole, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write a packet: %w", err)
	}
	return append(b, '\n'), nil
}
