package dossier_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/dossier"
	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/panel"
	"dossier/internal/people"
	"dossier/internal/testworld"
)

const (
	portfolio = "technical-strategy-portfolio"
	team      = "team-building-case-study"
	network   = "mentee-network"
)

// reviewed is a dossier in review, whose chair may unlock.
type reviewed struct {
	*testworld.World
	ana, chair, sten *people.Viewer
	d                id.ID
}

func review(t *testing.T) *reviewed {
	w := testworld.New(t)
	r := &reviewed{World: w, ana: w.Candidate("Ana"), chair: w.Person("Chair", "L9", people.Panelist), sten: w.Person("Sten", "", people.Steward)}
	ben := w.Person("Ben", "L9", people.Panelist)
	r.d = w.Open(r.ana)
	w.Submit(r.ana, r.d)
	ctx := t.Context()
	made, err := w.Panels.Assemble(ctx, r.sten, panel.AssemblePanelInput{Dossier: r.d, Seats: []panel.SeatInput{
		{Person: id.Of(id.Person, r.chair.Person), Role: panel.Chair}, {Person: id.Of(id.Person, ben.Person), Role: panel.Member},
	}}, w.Now)
	r.must(err)
	seats, err := (&panel.Store{DB: w.DB}).SeatsOf(ctx, r.chair, []uuid.UUID{made})
	r.must(err)
	for _, s := range seats[made] {
		if s.PersonID == r.chair.Person {
			_, err := w.Panels.AnswerSeat(ctx, r.chair, panel.AnswerSeatInput{Seat: s.ID(), Answer: panel.Acknowledge}, w.Now)
			r.must(err)
		}
	}
	return r
}

func (r *reviewed) must(err error) {
	r.T.Helper()
	if err != nil {
		r.T.Fatal(err)
	}
}

func (r *reviewed) unlock(component string) {
	r.T.Helper()
	_, err := r.Panels.UnlockComponent(r.T.Context(), r.chair, panel.UnlockComponentInput{Dossier: r.d, Component: component, Reason: "Say more."}, r.Now)
	r.must(err)
}

func (r *reviewed) shut(component string) {
	r.T.Helper()
	_, err := r.Panels.CloseComponent(r.T.Context(), r.chair, panel.CloseComponentInput{Dossier: r.d, Component: component}, r.Now)
	r.must(err)
}

func (r *reviewed) save(document *id.ID, component, body string) (id.ID, error) {
	r.T.Helper()
	in := dossier.Saving{Dossier: r.d, Document: document, Component: component, Title: "More", Body: body}
	if document != nil {
		var version int
		r.must(r.DB.QueryRow(r.T.Context(), `select version from document where id = $1`, document.UUID).Scan(&version))
		in.BaseVersion = &version
	}
	made, err := r.Acts.Save(r.T.Context(), r.ana, in, r.Now)
	return id.Of(id.Document, made), err
}

// write saves what must be taken.
func (r *reviewed) write(document *id.ID, component, body string) id.ID {
	r.T.Helper()
	made, err := r.save(document, component, body)
	r.must(err)
	return made
}

func (r *reviewed) submit() error {
	return r.Acts.Submit(r.T.Context(), r.ana, dossier.DossierInput{Dossier: r.d}, r.Now)
}

// document is the one that stands in a component.
func (r *reviewed) document(component string) *id.ID {
	r.T.Helper()
	var key uuid.UUID
	r.must(r.DB.QueryRow(r.T.Context(), `select id from document where dossier_id = $1 and component = $2 order by created_at, id limit 1`, r.d.UUID, component).Scan(&key))
	found := id.Of(id.Document, key)
	return &found
}

// handed are the texts that the panel has, by component.
func (r *reviewed) handed(component string) (bodies []string) {
	r.T.Helper()
	rows, err := r.DB.Query(r.T.Context(), `select t.body from dossier d join revision_document rd on rd.revision_id = d.revision_id
		join document_version t on t.document_id = rd.document_id and t.version = rd.version where d.id = $1 and rd.component = $2 order by rd.document_id`, r.d.UUID, component)
	r.must(err)
	for rows.Next() {
		var b string
		r.must(rows.Scan(&b))
		bodies = append(bodies, b)
	}
	r.must(rows.Err())
	return bodies
}

func TestInReviewOnlyUnlockedComponentsAreWritten(t *testing.T) {
	t.Parallel()
	r := review(t)
	refused := func(what string, document *id.ID, component string) {
		t.Helper()
		_, err := r.save(document, component, "Late.")
		w := refusal[*dossier.WrongState](t, err)
		if want := "this needs a dossier that is DRAFT, or IN_REVIEW in a component that the panel unlocked, to save a document; this one is IN_REVIEW"; w.Message() != want {
			t.Errorf("%s: %s", what, w.Message())
		}
	}
	refused("nothing is unlocked", nil, portfolio)
	r.unlock(portfolio)
	added := r.write(nil, portfolio, "More.")
	r.write(&added, portfolio, "Still more.")
	r.write(r.document(portfolio), portfolio, "Other words.")
	refused("another component", nil, team)
	refused("a document of another component", r.document(team), team)
	refused("moved in from another component", r.document(team), portfolio)
	refused("moved out to another component", &added, team)
	_, err := r.save(nil, "poetry", "Late.")
	refusal[*dossier.WrongState](t, err)
	if _, err := r.Acts.Save(t.Context(), r.ana, dossier.Saving{Dossier: r.d, Document: &r.d, Component: portfolio, Title: "A", Body: "b", BaseVersion: ptr(1)}, r.Now); fault.KindOf(err) != fault.NotFound {
		t.Errorf("what is no document: %v", err)
	}
	_, err = r.Acts.Remove(t.Context(), r.ana, added, r.Now)
	refusal[*dossier.WrongState](t, err)
	if _, err := r.Acts.Save(t.Context(), r.sten, dossier.Saving{Dossier: r.d, Component: portfolio, Title: "A", Body: "b"}, r.Now); fault.KindOf(err) != fault.NotFound {
		t.Errorf("somebody else writes: %v", err)
	}
	r.shut(portfolio)
	refused("closed again", &added, portfolio)
}

func ptr[T any](v T) *T { return &v }

func TestADossierInReviewIsHandedInAgain(t *testing.T) {
	t.Parallel()
	r := review(t)
	if w := refusal[*dossier.WrongState](t, r.submit()); w.Message() != "this needs a dossier that is DRAFT, or IN_REVIEW with a component unlocked, to submit it; this one is IN_REVIEW" {
		t.Error(w.Message())
	}
	first := see(t, r.World, r.sten, r.d)
	r.unlock(portfolio)
	if p := refusal[*dossier.Invalid](t, r.submit()); !strings.HasPrefix(p.Message(), "input.dossier: is what the panel has already: write in technical-strategy-portfolio first") {
		t.Error(p.Message())
	}
	r.Analyse()
	r.Advance(time.Hour)
	r.write(nil, portfolio, "It cost 40 000 euros.")
	if got := see(t, r.World, r.sten, r.d); *got.RevisionID != *first.RevisionID {
		t.Error("a text that is not handed in reached the panel")
	}
	rung := len(r.Rung)
	r.must(r.submit())
	second := see(t, r.World, r.sten, r.d)
	if second.Status != dossier.InReview || *second.RevisionID == *first.RevisionID || *second.SubmissionID == *first.SubmissionID || !second.SubmittedAt.Equal(r.Now) {
		t.Errorf("handed in again it is %+v", second)
	}
	if len(r.Rung) != rung+1 {
		t.Errorf("%d analyses are rung for", len(r.Rung)-rung)
	}
	var revision, submission uuid.UUID
	var status string
	r.must(r.DB.QueryRow(t.Context(), `select revision_id, submission_id, status from analysis where id = $1`, r.Rung[rung]).Scan(&revision, &submission, &status))
	if revision != *second.RevisionID || submission != *second.SubmissionID || status != "QUEUED" {
		t.Errorf("the analysis is %s, of revision %v and submission %v", status, revision, submission)
	}
	if got := r.handed(portfolio); len(got) != 2 || got[1] != "It cost 40 000 euros." {
		t.Errorf("the panel has %q", got)
	}
	refusal[*dossier.WrongState](t, r.submit())
}

// A second look gets the facts of its own day; the first keeps those of its.
func TestFactsAreFrozenAnew(t *testing.T) {
	t.Parallel()
	r := review(t)
	r.unlock(portfolio)
	r.Advance(time.Hour)
	r.Mentee(r.ana, "Late mentee", "L5", 6)
	r.write(nil, portfolio, "More.")
	r.must(r.submit())
	rows, err := r.DB.Query(t.Context(), `select standing::text, submitted_at from submission where dossier_id = $1 order by submitted_at`, r.d.UUID)
	r.must(err)
	var stood []string
	for rows.Next() {
		var s string
		var at time.Time
		r.must(rows.Scan(&s, &at))
		stood = append(stood, s)
	}
	if len(stood) != 2 || stood[0] == stood[1] {
		t.Errorf("%d submissions, of which the standing is the same: %v", len(stood), len(stood) == 2)
	}
}

// What was written in a component that was closed before the candidate handed
// in stays with the candidate, also when another is handed in later.
func TestAClosedComponentStaysAsThePanelHasIt(t *testing.T) {
	t.Parallel()
	r := review(t)
	was := r.handed(team)
	r.unlock(team)
	r.write(r.document(team), team, "Never handed in.")
	added := r.write(nil, team, "Neither.")
	r.shut(team)
	r.unlock(portfolio)
	r.write(nil, portfolio, "Handed in.")
	r.must(r.submit())
	if got := r.handed(team); !slices.Equal(got, was) {
		t.Errorf("the panel has %q, had %q", got, was)
	}
	if got := r.handed(portfolio); !slices.Contains(got, "Handed in.") {
		t.Errorf("the panel has %q", got)
	}
	// A document that was moved while both were unlocked is handed in once.
	r.unlock(team)
	r.must(r.submit())
	if got := r.handed(team); !slices.Equal(got, []string{"Never handed in.", "Neither."}) {
		t.Errorf("unlocked once more, the panel has %q", got)
	}
	r.unlock(team)
	r.unlock(network)
	r.write(&added, network, "Moved.")
	r.shut(team)
	r.must(r.submit())
	if got := r.handed(network); !slices.Contains(got, "Moved.") {
		t.Errorf("the panel has %q", got)
	}
	if got := r.handed(team); !slices.Equal(got, []string{"Never handed in."}) {
		t.Errorf("the panel has %q in the component that it was moved from", got)
	}
}

func TestAComponentThatIsEmptied(t *testing.T) {
	t.Parallel()
	r := review(t)
	r.unlock(portfolio)
	r.write(r.document(portfolio), portfolio, "")
	if i := refusal[*dossier.Incomplete](t, r.submit()); len(i.Missing) != 1 || i.Missing[0].Key != portfolio {
		t.Error(i.Message())
	}
}

// Who was eligible when the review began is not sent away in the middle of it.
func TestEligibilityIsNotAskedTwice(t *testing.T) {
	t.Parallel()
	r := review(t)
	r.Advance(200 * 24 * time.Hour) // the nomination is past its time
	r.unlock(portfolio)
	r.write(nil, portfolio, "More.")
	r.must(r.submit())
}

func TestADossierInReviewIsWithdrawn(t *testing.T) {
	t.Parallel()
	r := review(t)
	r.unlock(portfolio)
	r.must(r.Acts.Withdraw(t.Context(), r.ana, dossier.DossierInput{Dossier: r.d}, r.Now))
	if got := see(t, r.World, r.ana, r.d); got.Status != dossier.Withdrawn {
		t.Errorf("it is %s", got.Status)
	}
	if see(t, r.World, r.chair, r.d) != nil || see(t, r.World, r.sten, r.d) != nil {
		t.Error("others see a withdrawn dossier")
	}
	_, err := r.save(nil, portfolio, "Late.")
	refusal[*dossier.WrongState](t, err)
	refusal[*dossier.WrongState](t, r.submit())
}

// What a candidate is told while it is decided does not differ from before.
func TestADecisionDoesNotShow(t *testing.T) {
	t.Parallel()
	r := review(t)
	_, before := r.save(nil, portfolio, "Late.")
	handing := r.submit()
	if _, err := r.DB.Exec(t.Context(), `update dossier set status = 'DECIDED' where id = $1`, r.d.UUID); err != nil {
		t.Fatal(err)
	}
	_, after := r.save(nil, portfolio, "Late.")
	if before.Error() != after.Error() || handing.Error() != r.submit().Error() {
		t.Errorf("a candidate is told %v, and %v once decided; %v, and %v", before, after, handing, r.submit())
	}
}

func TestAFileInReview(t *testing.T) {
	t.Parallel()
	r := review(t)
	r.Uploads()
	in := dossier.Uploading{Dossier: r.d, Component: portfolio, Title: "Costs", FileName: "costs.docx", File: testworld.DOCX("It cost 40 000 euros.")}
	_, err := r.Acts.Upload(t.Context(), r.ana, in, r.Now)
	refusal[*dossier.WrongState](t, err)
	r.unlock(portfolio)
	_, err = r.Acts.Upload(t.Context(), r.ana, in, r.Now)
	r.must(err)
	r.must(r.submit())
	if got := r.handed(portfolio); !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, "40 000 euros") }) {
		t.Errorf("the panel has %q", got)
	}
}
