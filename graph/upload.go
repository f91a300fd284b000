package graph

import (
	"context"
	"io"

	"dossier/graph/gen"
	"dossier/internal/dossier"
	"dossier/internal/extract"
	"dossier/internal/fault"
)

// UploadDocument keeps a file and the text in it.
func (m mutation) UploadDocument(ctx context.Context, in gen.UploadDocumentInput) (*gen.UploadDocumentPayload, error) {
	if in.File.File == nil {
		return nil, fault.New(fault.Invalid, "input.file: is no file")
	}
	file, err := io.ReadAll(io.LimitReader(in.File.File, extract.MaxFile+1))
	if err != nil {
		return nil, err
	}
	up := dossier.Uploading{
		Dossier: in.Dossier, Document: in.Document, Component: in.Component, Title: in.Title, FileName: in.File.Filename, File: file, Key: in.Key,
	}
	if in.BaseVersion != nil {
		base := int(*in.BaseVersion)
		up.BaseVersion = &base
	}
	key, err := m.Acts.Upload(ctx, request(ctx).viewer, up, m.Now())
	p := new(gen.UploadDocumentPayload)
	p.Document, p.Problem, err = changed(ctx, documentsOf, key, err)
	return p, err
}

// Source is the file that the text was read out of, at the newest version that
// the viewer may see unless another is named.
func (documentResolver) Source(ctx context.Context, d *dossier.Document, version *int32) (*dossier.Source, error) {
	return find(ctx, request(ctx).loaders.source, at(d, version))
}

// at names a document at a version, or at the one that is shown.
func at(d *dossier.Document, version *int32) dossier.BodyKey {
	key := dossier.BodyKey{Document: d.UUID, Version: d.Version}
	if version != nil {
		key.Version = int(*version)
	}
	return key
}
