package graph

import (
	"context"

	"github.com/google/uuid"

	"dossier/graph/gen"
	"dossier/internal/analysis"
	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/ladder"
)

// RequestAnalysis asks for feedback.
func (m mutation) RequestAnalysis(ctx context.Context, in analysis.RequestInput) (*gen.RequestAnalysisPayload, error) {
	key, err := m.Requests.Request(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.RequestAnalysisPayload)
	p.Analysis, p.Problem, err = changed(ctx, analysesOf, key, err)
	return p, err
}

// RespondToFinding keeps the candidate's answer.
func (m mutation) RespondToFinding(ctx context.Context, in analysis.Responding) (*gen.RespondToFindingPayload, error) {
	err := m.Requests.Respond(ctx, request(ctx).viewer, in, m.Now())
	p := new(gen.RespondToFindingPayload)
	if in.Evidence != nil {
		p.Evidence, p.Problem, err = changed(ctx, evidenceOf, in.Evidence.UUID, err)
	} else if in.Gap != nil {
		p.Gap, p.Problem, err = changed(ctx, gapsOf, in.Gap.UUID, err)
	} else {
		p.Problem, err = problem(err)
	}
	return p, err
}

// Analysis is the one to show.
func (dossierResolver) Analysis(ctx context.Context, d *dossier.Dossier) (*analysis.Analysis, error) {
	return find(ctx, request(ctx).loaders.newest, d.UUID)
}

// Stale is whether there is any reason why it is.
func (r analysisResolver) Stale(ctx context.Context, a *analysis.Analysis) (bool, error) {
	reasons, err := r.StaleReasons(ctx, a)
	return len(reasons) > 0, err
}

// StaleReasons are what has changed since: text, ladder version, rubric.
func (r analysisResolver) StaleReasons(ctx context.Context, a *analysis.Analysis) ([]string, error) {
	stale, err := find(ctx, request(ctx).loaders.stale, a.UUID)
	if stale == nil || err != nil {
		return []string{}, err
	}
	l, err := r.level(ctx, id.Part(id.Level, stale.InForce, stale.Level))
	if err != nil {
		return nil, err
	}
	return stale.Reasons(l)
}

// Revision is what was analysed.
func (analysisResolver) Revision(ctx context.Context, a *analysis.Analysis) (*dossier.Revision, error) {
	return find(ctx, request(ctx).loaders.revision, a.RevisionID)
}

// Findings are one per criterion.
func (analysisResolver) Findings(ctx context.Context, a *analysis.Analysis) ([]*analysis.StoredFinding, error) {
	return all(ctx, request(ctx).loaders.findingsOf, a.UUID)
}

// Claims are the sentences beside the records.
func (analysisResolver) Claims(ctx context.Context, a *analysis.Analysis) ([]*analysis.StoredClaim, error) {
	return all(ctx, request(ctx).loaders.claimsOf, a.UUID)
}

// Anomalies are what a reader should know of.
func (analysisResolver) Anomalies(ctx context.Context, a *analysis.Analysis) ([]*analysis.StoredAnomaly, error) {
	return all(ctx, request(ctx).loaders.anomaliesOf, a.UUID)
}

// Gaps are those of all findings.
func (r analysisResolver) Gaps(ctx context.Context, a *analysis.Analysis) ([]*analysis.StoredGap, error) {
	l := request(ctx).loaders
	findings, err := all(ctx, l.findingsOf, a.UUID)
	list := []*analysis.StoredGap{}
	for _, f := range findings {
		gaps, err := all(ctx, l.gapsOf, f.UUID)
		if err != nil {
			return nil, err
		}
		list = append(list, toldGaps(ctx, gaps)...)
	}
	return list, err
}

// LadderVersion is the label of the version whose rubric was used.
func (r originResolver) LadderVersion(ctx context.Context, o *analysis.Origin) (string, error) {
	v, err := r.Ladders.ByID(ctx, o.Of.LadderVersion)
	if err != nil {
		return "", err
	}
	return v.Label, nil
}

// Evidence is what the finding rests on.
func (findingResolver) Evidence(ctx context.Context, f *analysis.StoredFinding) ([]*analysis.StoredEvidence, error) {
	return all(ctx, request(ctx).loaders.evidenceOf, f.UUID)
}

// Gaps are what the text does not show.
func (findingResolver) Gaps(ctx context.Context, f *analysis.StoredFinding) ([]*analysis.StoredGap, error) {
	list, err := all(ctx, request(ctx).loaders.gapsOf, f.UUID)
	return toldGaps(ctx, list), err
}

// Document is where the passage stands.
func (evidenceResolver) Document(ctx context.Context, e *analysis.StoredEvidence) (*dossier.Document, error) {
	return document(ctx, e.DocumentID)
}

// Response is the candidate's answer.
func (evidenceResolver) Response(ctx context.Context, e *analysis.StoredEvidence) (*analysis.Response, error) {
	return find(ctx, request(ctx).loaders.response, e.UUID)
}

// Response is the candidate's answer.
func (gapResolver) Response(ctx context.Context, g *analysis.StoredGap) (*analysis.Response, error) {
	return find(ctx, request(ctx).loaders.response, g.UUID)
}

// Document is where the passage stands.
func (passageResolver) Document(ctx context.Context, p *analysis.Passage) (*dossier.Document, error) {
	return document(ctx, p.DocumentID)
}

// Document is where the claim stands.
func (claimResolver) Document(ctx context.Context, c *analysis.StoredClaim) (*dossier.Document, error) {
	return document(ctx, c.DocumentID)
}

// Metric is what the claim speaks of.
func (r claimResolver) Metric(ctx context.Context, c *analysis.StoredClaim) (*ladder.Metric, error) {
	if c.MetricKey == nil {
		return nil, nil
	}
	l, err := r.level(ctx, id.Part(id.Level, c.LadderVersion, c.Level))
	if l == nil || err != nil {
		return nil, err
	}
	return l.Metric(*c.MetricKey), nil
}

// Document is where the anomaly stands.
func (anomalyResolver) Document(ctx context.Context, a *analysis.StoredAnomaly) (*dossier.Document, error) {
	return document(ctx, a.DocumentID)
}

func (r *Resolver) criterion(ctx context.Context, version uuid.UUID, level, key string) (*ladder.Criterion, error) {
	l, err := r.level(ctx, id.Part(id.Level, version, level))
	if l == nil || err != nil {
		return nil, err
	}
	return l.Criterion(key), nil
}
