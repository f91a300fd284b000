package graph

import (
	"context"

	"github.com/google/uuid"

	"dossier/graph/gen"
	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/ladder"
	"dossier/internal/page"
	"dossier/internal/people"
)

// Dossiers lists the dossiers that the viewer may see.
func (q query) Dossiers(ctx context.Context, first *int32, after *string, filter *dossier.Filter) (*page.Connection[dossier.Dossier], error) {
	r, err := pageRequest(first, after)
	if err != nil {
		return nil, err
	}
	if filter == nil {
		filter = new(dossier.Filter)
	}
	c, err := q.Resolver.Dossiers.List(ctx, request(ctx).viewer, *filter, r)
	if err != nil {
		return nil, err
	}
	request(ctx).loaders.dossiers(nodes(c))
	return c, nil
}

// OpenDossier begins a draft.
func (m mutation) OpenDossier(ctx context.Context, in dossier.Opening) (*gen.OpenDossierPayload, error) {
	key, err := m.Acts.Open(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.OpenDossierPayload)
	p.Dossier, p.Problem, err = changed(ctx, dossiersOf, key, err)
	return p, err
}

// SaveDocument keeps a text.
func (m mutation) SaveDocument(ctx context.Context, in dossier.Saving) (*gen.SaveDocumentPayload, error) {
	key, err := m.Acts.Save(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.SaveDocumentPayload)
	p.Document, p.Problem, err = changed(ctx, documentsOf, key, err)
	return p, err
}

// RemoveDocument takes a document out of a draft.
func (m mutation) RemoveDocument(ctx context.Context, in gen.RemoveDocumentInput) (*gen.RemoveDocumentPayload, error) {
	key, err := m.Acts.Remove(ctx, request(ctx).viewer, in.Document, m.Now())
	p := new(gen.RemoveDocumentPayload)
	p.Dossier, p.Problem, err = changed(ctx, dossiersOf, key, err)
	return p, err
}

// SubmitDossier hands a draft in.
func (m mutation) SubmitDossier(ctx context.Context, in dossier.DossierInput) (*gen.SubmitDossierPayload, error) {
	err := m.Acts.Submit(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.SubmitDossierPayload)
	p.Dossier, p.Problem, err = changed(ctx, dossiersOf, in.Dossier.UUID, err)
	return p, err
}

// WithdrawDossier takes a dossier back.
func (m mutation) WithdrawDossier(ctx context.Context, in dossier.DossierInput) (*gen.WithdrawDossierPayload, error) {
	err := m.Acts.Withdraw(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.WithdrawDossierPayload)
	p.Dossier, p.Problem, err = changed(ctx, dossiersOf, in.Dossier.UUID, err)
	return p, err
}

// UpdateDossierLadder moves a draft to the newest ladder version.
func (m mutation) UpdateDossierLadder(ctx context.Context, in dossier.DossierInput) (*gen.UpdateDossierLadderPayload, error) {
	err := m.Acts.UpdateLadder(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.UpdateDossierLadderPayload)
	p.Dossier, p.Problem, err = changed(ctx, dossiersOf, in.Dossier.UUID, err)
	return p, err
}

// Candidate is whose dossier it is.
func (dossierResolver) Candidate(ctx context.Context, d *dossier.Dossier) (*people.Person, error) {
	return person(ctx, d.CandidateID)
}

// Ladder is the version that the dossier follows.
func (r dossierResolver) Ladder(ctx context.Context, d *dossier.Dossier) (*ladder.Version, error) {
	return r.Ladders.ByID(ctx, d.LadderVersion)
}

// From is the level that the dossier leads from.
func (r dossierResolver) From(ctx context.Context, d *dossier.Dossier) (*ladder.Level, error) {
	return r.level(ctx, id.Part(id.Level, d.LadderVersion, d.FromLevel))
}

// To is the level that the dossier leads to.
func (r dossierResolver) To(ctx context.Context, d *dossier.Dossier) (*ladder.Level, error) {
	return r.level(ctx, id.Part(id.Level, d.LadderVersion, d.ToLevel))
}

// Components are the parts of the assessment as the dossier fills them.
func (r dossierResolver) Components(ctx context.Context, d *dossier.Dossier) ([]*dossier.Fill, error) {
	level, err := r.From(ctx, d)
	if err != nil {
		return nil, err
	}
	documents, err := r.Documents(ctx, d)
	if err != nil {
		return nil, err
	}
	references, err := r.references(ctx, d)
	if err != nil {
		return nil, err
	}
	fills := dossier.Fills(level, documents, references)
	for _, f := range fills {
		f.Dossier = d.UUID
	}
	return fills, nil
}

// Documents are the dossier's texts, oldest first.
func (dossierResolver) Documents(ctx context.Context, d *dossier.Dossier) ([]*dossier.Document, error) {
	return all(ctx, request(ctx).loaders.documentsOf, d.UUID)
}

// Revision is the last submitted one.
func (dossierResolver) Revision(ctx context.Context, d *dossier.Dossier) (*dossier.Revision, error) {
	if d.RevisionID == nil {
		return nil, nil
	}
	return find(ctx, request(ctx).loaders.revision, *d.RevisionID)
}

// Component is the part of the assessment that the document belongs to.
func (r documentResolver) Component(ctx context.Context, d *dossier.Document) (*ladder.Component, error) {
	return r.component(ctx, d.LadderVersion, d.Level, d.ComponentKey)
}

// Body is the text, at the newest version that the viewer may see unless
// another is named.
func (documentResolver) Body(ctx context.Context, d *dossier.Document, version *int32) (*string, error) {
	body, found, err := request(ctx).loaders.body.load(ctx, at(d, version))
	if !found || err != nil {
		return nil, err
	}
	return &body, nil
}

// Documents are what the revision holds.
func (revisionResolver) Documents(ctx context.Context, r *dossier.Revision) ([]*dossier.Held, error) {
	return all(ctx, request(ctx).loaders.heldBy, r.UUID)
}

// Document is the document that the revision holds a version of.
func (heldResolver) Document(ctx context.Context, h *dossier.Held) (*dossier.Document, error) {
	return document(ctx, h.Document)
}

// Body is the text at that version.
func (heldResolver) Body(ctx context.Context, h *dossier.Held) (*string, error) {
	body, found, err := request(ctx).loaders.body.load(ctx, heldText(h))
	if !found || err != nil {
		return nil, err
	}
	return &body, nil
}

func heldText(h *dossier.Held) dossier.BodyKey {
	return dossier.BodyKey{Document: h.Document, Version: h.Version}
}

// Component is the part of the assessment that it stood in.
func (r heldResolver) Component(ctx context.Context, h *dossier.Held) (*ladder.Component, error) {
	return r.component(ctx, h.LadderVersion, h.Level, h.ComponentKey)
}

func (r *Resolver) component(ctx context.Context, version uuid.UUID, level, key string) (*ladder.Component, error) {
	l, err := r.level(ctx, id.Part(id.Level, version, level))
	if l == nil || err != nil {
		return nil, err
	}
	return l.Component(key), nil
}

func document(ctx context.Context, key uuid.UUID) (*dossier.Document, error) {
	return find(ctx, request(ctx).loaders.document, key)
}
