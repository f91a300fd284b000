package graph

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"dossier/graph/gen"
	"dossier/graph/wire"
	"dossier/internal/people"
	"dossier/internal/token"
)

// Server is the GraphQL endpoint.
type Server struct {
	Resolver *Resolver
	// Tokens reads bearer tokens.
	Tokens token.Verifier
	Log    *slog.Logger
}

// Handler is the endpoint, for queries, mutations and subscriptions alike. Of
// the options, who signs in, how errors look and what operations are called
// are the server's own.
func (s *Server) Handler(o wire.Options) http.Handler {
	o = s.options(o)
	o.Extensions = append(o.Extensions, perResponse{s})
	return wire.New(Schema(s.Resolver), o)
}

func (s *Server) options(o wire.Options) wire.Options {
	o.Authenticate = s.authenticate
	o.Present = s.present
	o.Operations = Operations()
	o.Log = s.Log
	return o
}

// Schema is the executable schema over a resolver.
func Schema(r *Resolver) graphql.ExecutableSchema {
	c := gen.Config{Resolvers: r, Directives: directives()}
	complexity(&c.Complexity)
	return gen.NewExecutableSchema(c)
}

type viewerKey struct{}

// authenticate finds who a token belongs to. A valid token whose identity
// belongs to nobody sees what anyone sees.
func (s *Server) authenticate(ctx context.Context, raw string) (context.Context, time.Time, error) {
	identity, err := s.Tokens.Verify(ctx, raw)
	if err != nil {
		return ctx, time.Time{}, err
	}
	v, err := s.Resolver.People.ViewerBy(ctx, identity.Issuer, identity.Subject, s.Resolver.Now())
	if err != nil {
		return ctx, time.Time{}, err
	}
	if v != nil {
		ctx = context.WithValue(ctx, viewerKey{}, v)
	}
	return ctx, identity.Expires, nil
}

// perResponse gives every response, each event of a subscription too, loaders
// of its own that read through the viewer's eyes.
type perResponse struct{ server *Server }

// ExtensionName is the extension's name.
func (perResponse) ExtensionName() string { return "PerResponse" }

// Validate has nothing to check.
func (perResponse) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptOperation lets the resolver of a subscription know who asks.
func (p perResponse) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	return next(p.with(ctx))
}

// InterceptResponse makes the loaders, and keeps who is shown advice before
// they are.
func (p perResponse) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	ctx = p.with(ctx)
	response := next(ctx)
	if err := p.advised(ctx); err != nil {
		return &graphql.Response{Errors: gqlerror.List{p.server.present(ctx, err)}}
	}
	return response
}

func (p perResponse) with(ctx context.Context) context.Context {
	v, _ := ctx.Value(viewerKey{}).(*people.Viewer)
	again := func() *loaders { return p.server.Resolver.loaders(v) }
	return withRequest(ctx, &asked{viewer: v, loaders: again(), make: again})
}

// Operations are the names of the operations that front ends send; logs and
// metrics show these and no others.
func Operations() []string {
	return []string{
		"Analysis", "AnalysisProgress", "AnswerNomination", "AnswerSeat", "AssemblePanel", "Calibration", "DecidePromotion", "DocumentText", "Dossier",
		"Dossiers", "LadderPage", "Me", "Nominate", "OpenDossier", "PanelFeasibility", "PanelView", "People", "Profile", "ReleaseDecision",
		"RequestAnalysis", "RespondToFinding", "ReviewQueue", "SaveDocument", "SaveReview", "Standing", "SubmitDossier", "SubmitReview",
		"UnlockComponent", "UploadDocument", "WithdrawDossier",
	}
}
