package intake

import (
	"context"
	"encoding/json"
	"reflect"

	"github.com/jackc/pgx/v5"

	"dossier/internal/id"
	"dossier/internal/record"
)

// table is what rows of one name become.
type table struct {
	name string
	*node
	// decode reads a row whose references are ids.
	decode func(text []byte) (any, error)
	// about is the table of the records that these are about, or empty.
	about string
	// object is the kind of what a row becomes, and rows the table that keeps
	// it, empty where it has no id of its own.
	object id.Kind
	rows   string
	check  func(ctx context.Context, r *run, items []*item) error
	store  func(ctx context.Context, r *run, tx pgx.Tx, items []*item) error
}

// tables lists all tables, each after those that it refers to.
func tables() []*table {
	all := []*table{
		of[personRow]("people", id.Person, "person", checkPerson, storePeople),
		of[identityRow]("identities", id.Person, "", checkIdentity, storeIdentities),
		of[roleRow]("roles", id.Person, "", checkRole, storeRoles),
		of[rankRow]("ranks", id.Rank, "rank_record", checkRank, storeRanks),
		of[pauseRow]("pauses", id.Pause, "tenure_pause", checkPause, storePauses),
		of[companyRow]("companies", id.Company, "company", checkCompany, storeCompanies),
		of[founderRow]("founders", id.Company, "", checkFounder, storeFounders),
		of[surfaceRow]("surfaces", id.Surface, "surface", checkSurface, storeSurfaces),
		of[dependencyRow]("dependencies", id.Surface, "", checkDependency, storeDependencies),
		of[mentorshipRow]("mentorships", id.Mentorship, "mentorship", checkMentorship, storeMentorships),
		of[rateRow]("monthly-rates", id.Person, "", checkRate, storeRates),
	}
	for _, k := range kinds() {
		all = append(all, k.table())
	}
	return all
}

// kinds lists the kinds of records by the names of their tables.
func kinds() []recordKind {
	return []recordKind{
		kindOf[record.Engagement]("engagements", record.KindEngagement, ""),
		kindOf[record.SurfaceOwnership]("surface-ownerships", record.KindOwnership, ""),
		kindOf[record.TechDecision]("tech-decisions", record.KindDecision, ""),
		kindOf[record.OutcomeReview]("outcome-reviews", record.KindOutcomeReview, "tech-decisions"),
		kindOf[record.OnWatch]("on-watch", record.KindOnWatch, ""),
		kindOf[record.Incident]("incidents", record.KindIncident, ""),
		kindOf[record.IncidentReview]("incident-reviews", record.KindIncidentReview, "incidents"),
		kindOf[record.IncidentCoverage]("incident-coverage", record.KindIncidentCoverage, ""),
		kindOf[record.TeamChange]("team-changes", record.KindTeamChange, ""),
		kindOf[record.TeamReview]("team-reviews", record.KindTeamReview, "team-changes"),
		kindOf[record.Meeting]("meetings", record.KindMeeting, ""),
		kindOf[record.MeetingFeedback]("meeting-feedback", record.KindFeedback, "meetings"),
		kindOf[record.Testimony]("testimonies", record.KindTestimony, ""),
		kindOf[record.Recognition]("recognition", record.KindRecognition, ""),
		kindOf[record.Artefact]("artefacts", record.KindArtefact, ""),
	}
}

// of makes a table whose rows have the type T and are checked one by one.
func of[T any](name string, object id.Kind, rows string, check func(context.Context, *run, *item, *T) error, store func(context.Context, *run, pgx.Tx, []*item) error) *table {
	t := reflect.TypeFor[T]()
	return &table{
		name: name, node: nodeOf(t, ""), object: object, rows: rows, store: store,
		decode: func(text []byte) (any, error) { v := new(T); return v, json.Unmarshal(text, v) },
		check: func(ctx context.Context, r *run, items []*item) error {
			for _, it := range items {
				if err := check(ctx, r, it, it.value.(*T)); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// set is all tables, with names to find them by.
type set struct {
	tables []*table
	names  []string
	plain  map[string]*table
}

func newSet() *set {
	s := &set{tables: tables(), plain: map[string]*table{}}
	for _, t := range s.tables {
		s.names, s.plain[plain(t.name)] = append(s.names, t.name), t
	}
	return s
}

// by finds a table, nil if there is none of the name.
func (s *set) by(name string) *table { return s.plain[plain(name)] }
