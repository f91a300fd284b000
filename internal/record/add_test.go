package record_test

import (
	"testing"

	"github.com/google/uuid"

	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/record"
)

func TestEveryKindIsAddedAndReadBack(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	for _, k := range record.Kinds() {
		in := s.sample(k)
		r := s.add(s.ana, in)
		b := s.see(r)
		if b.Kind != k || b.OwnerID != s.ana.Person || b.Provenance != record.Self || *b.MadeBy != s.ana.Person || !b.MadeAt.Equal(s.Now) ||
			b.State != record.Claimed || b.Verified() || !b.From().Equal(in.From.Time) {
			t.Errorf("%s is read back as %+v", k, b)
		}
		if k.OnADay() != (b.To() != nil && b.To().Sub(b.From()).Hours() == 24) {
			t.Errorf("%s lasts from %s to %v", k, b.From(), b.To())
		}
		if k.About() != "" && (*b.AboutID != in.About.UUID || *b.CompanyID != s.company.UUID || b.CompanyName != "Acme") {
			t.Errorf("%s is about %v of company %v", k, b.AboutID, b.CompanyID)
		}
	}
}

func TestWhereARecordComesFromFollowsFromWhoAddsIt(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	both := s.Person("Both", "", people.CompanyFounder, people.Steward)
	s.found(s.company, both)
	stranger := s.Person("Stranger", "", people.CompanyFounder) // of another company
	s.found(s.other, stranger)
	former := s.Person("Former", "", people.CompanyFounder)
	s.must(id.Company)(s.acts.AddFounder(t.Context(), s.stew, record.AddFounderInput{Company: s.company, Person: who(former), From: on("2020-01-01"), To: ptr(on("2025-01-01"))}, s.Now))
	for _, tc := range []struct {
		who   string
		v     *people.Viewer
		from  string
		want  record.Provenance
		state record.State
		as    *record.Capacity
	}{
		{"the owner", s.ana, "2025-03-03", record.Self, record.Claimed, nil},
		{"a founder", s.fin, "2025-03-03", record.FromCompany, record.Confirmed, ptr(record.AsFounder)},
		{"a steward", s.stew, "2025-03-03", record.House, record.Claimed, nil},
		{"a steward who is a founder", both, "2025-03-03", record.FromCompany, record.Confirmed, ptr(record.AsFounder)},
		{"who was a founder on that day", former, "2024-03-03", record.FromCompany, record.Confirmed, ptr(record.AsFounder)},
		{"who was a founder before", former, "2025-03-03", "", "", nil},
		{"a founder of another company", stranger, "2025-03-03", "", "", nil},
		{"somebody else", s.peer, "2025-03-03", "", "", nil},
	} {
		in := s.samples()[record.KindIncident]
		in.From = on(tc.from)
		in.Person = ptr(who(s.ana))
		made, err := s.acts.Add(t.Context(), tc.v, record.AddRecordInput{Record: in}, s.Now)
		if tc.want == "" {
			absent(t, tc.who, err)
			continue
		}
		b := s.see(s.must(id.Record)(made, err))
		if b.Provenance != tc.want || b.State != tc.state || (b.StateAs == nil) != (tc.as == nil) || b.OwnerID != s.ana.Person || *b.MadeBy != tc.v.Person {
			t.Errorf("%s: %+v", tc.who, b)
		}
		if b.ByFounder() != (tc.as != nil) || b.Verified() == (tc.want == record.Self) {
			t.Errorf("%s: verified %v, by a founder %v", tc.who, b.Verified(), b.ByFounder())
		}
	}
}

func TestAFounderIsNotAFounderToThemselves(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	s.found(s.company, s.ana)
	b := s.see(s.add(s.ana, s.sample(record.KindOwnership)))
	if b.Provenance != record.Self || b.State != record.Claimed || b.Verified() || b.ByFounder() {
		t.Errorf("rule M1: a founder's own record is %+v", b)
	}
}

func TestATestimonyIsItsFoundersWord(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	in := func(founder *people.Viewer) record.RecordInput {
		in := s.samples()[record.KindTestimony]
		in.Testimony.Founder = founder.Person
		in.Person = ptr(who(s.ana))
		return in
	}
	if b := s.see(s.add(s.fin, in(s.fin))); !b.ByFounder() {
		t.Errorf("rule M3: the founder's own testimony is %+v", b)
	}
	if b := s.see(s.add(s.flo, in(s.fin))); b.State != record.Claimed || b.ByFounder() {
		t.Errorf("rule R3d: a testimony that another founder wrote is %+v", b)
	}
	_, err := s.acts.Add(t.Context(), s.ana, record.AddRecordInput{Record: in(s.peer)}, s.Now)
	refused(t, "rule M3: of who founded nothing", err, "record.testimony.founder", "not known as a founder")
	s.found(s.company, s.ana)
	_, err = s.acts.Add(t.Context(), s.ana, record.AddRecordInput{Record: in(s.ana)}, s.Now)
	refused(t, "rule R3d: of oneself", err, "record.testimony.founder", "nobody testifies for themselves")
	double := s.Person("Ana B.", "")
	s.merge(double, s.ana)
	_, err = s.acts.Add(t.Context(), s.ana, record.AddRecordInput{Record: in(double)}, s.Now)
	refused(t, "of one's double", err, "record.testimony.founder", "nobody testifies for themselves")
}

func TestAddRefusesWhatIsNotThereOrElsewhere(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	add := func(change func(*record.RecordInput), k record.Kind) error {
		in := s.sample(k)
		change(&in)
		_, err := s.acts.Add(t.Context(), s.ana, record.AddRecordInput{Record: in}, s.Now)
		return err
	}
	nobody := uuid.New()
	absent(t, "an unknown person", add(func(in *record.RecordInput) { in.Person = ptr(id.Of(id.Person, nobody)) }, record.KindRecognition))
	absent(t, "a person that is a company", add(func(in *record.RecordInput) { in.Person = &s.company }, record.KindRecognition))
	absent(t, "an unknown company", add(func(in *record.RecordInput) { in.Company = ptr(id.Of(id.Company, nobody)) }, record.KindIncident))
	absent(t, "a malformed company", add(func(in *record.RecordInput) { in.Company = &id.ID{} }, record.KindIncident))
	absent(t, "an unknown surface", add(func(in *record.RecordInput) { in.SurfaceOwnership.Surface = nobody }, record.KindOwnership))
	absent(t, "an unknown record", add(func(in *record.RecordInput) { in.About = ptr(id.Of(id.Record, nobody)) }, record.KindFeedback))
	absent(t, "an unknown founder", add(func(in *record.RecordInput) { in.Testimony.Founder = nobody }, record.KindTestimony))
	refused(t, "another's surface", add(func(in *record.RecordInput) { in.Incident.Surface = s.foreign.UUID }, record.KindIncident), "record.incident.surface", "another company")
	refused(t, "another's surface", add(func(in *record.RecordInput) { in.TechDecision.Affects[1] = s.foreign.UUID }, record.KindDecision), "record.techDecision.affects.1", "another company")
	refused(t, "before the surface", add(func(in *record.RecordInput) { in.From = on("2019-01-01") }, record.KindIncident), "record.incident.surface", "did not exist")
	refused(t, "rule M4: a feed", add(func(in *record.RecordInput) { in.IncidentCoverage.Statement = false }, record.KindIncidentCoverage), "record.incidentCoverage.statement", "only a feed")
	refused(t, "ends before it starts", add(func(in *record.RecordInput) { in.To = ptr(on("2023-01-01")) }, record.KindOwnership), "record.to", "not after from")
	refused(t, "no kind", add(func(in *record.RecordInput) { in.Incident = nil }, record.KindIncident), "record", "no kind")
	refused(t, "two kinds", add(func(in *record.RecordInput) { in.Meeting = &record.Meeting{} }, record.KindIncident), "record", "more than one kind")
	refused(t, "a bad value", add(func(in *record.RecordInput) { in.Incident.Minutes = -1 }, record.KindIncident), "record.incident.minutes", "from 0")
	_, err := s.acts.Add(t.Context(), s.ana, record.AddRecordInput{Record: s.sample(record.KindIncident), Key: ptr("")}, s.Now)
	refused(t, "an empty key", err, "key", "1 to 64")
}

func TestTheSameKeyAddsOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	in := record.AddRecordInput{Record: s.sample(record.KindIncident), Key: ptr("k1")}
	first := s.must(id.Record)(s.acts.Add(t.Context(), s.ana, in, s.Now))
	if again := s.must(id.Record)(s.acts.Add(t.Context(), s.ana, in, s.Now)); again != first {
		t.Errorf("%v, want %v again", again, first)
	}
}

func TestAReviewIsOfTheSameOwnerAndCompany(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	decision := s.add(s.ana, s.sample(record.KindDecision))
	review := func(v *people.Viewer, change ...func(*record.RecordInput)) (id.ID, error) {
		in := s.samples()[record.KindOutcomeReview]
		in.About = &decision
		for _, c := range change {
			c(&in)
		}
		made, err := s.acts.Add(t.Context(), v, record.AddRecordInput{Record: in}, s.Now)
		return id.Of(id.Record, made), err
	}
	for who, v := range map[string]*people.Viewer{"the owner": s.ana, "a founder": s.fin, "a steward": s.stew} {
		r, err := review(v)
		if err != nil {
			t.Errorf("%s: %v", who, err)
			continue
		}
		if b := s.see(r); b.OwnerID != s.ana.Person || *b.CompanyID != s.company.UUID || *b.AboutID != decision.UUID || b.Verified() == (v == s.ana) {
			t.Errorf("rule M2: the review of %s is %+v", who, b)
		}
	}
	_, err := review(s.peer)
	absent(t, "who was not asked", err)
	stranger := s.Person("Stranger", "", people.CompanyFounder)
	s.found(s.other, stranger)
	_, err = review(stranger)
	absent(t, "a founder of another company", err)
	s.ok(s.ask(s.ana, decision, s.peer))
	if r, err := review(s.peer); err != nil || s.see(r).Provenance != record.FromCompany {
		t.Errorf("who was asked: %v", err)
	}
	_, err = review(s.fin, func(in *record.RecordInput) { in.Person = ptr(who(s.peer)) })
	refused(t, "another owner", err, "record.person", "not the owner")
	_, err = review(s.fin, func(in *record.RecordInput) { in.Company = &s.other })
	refused(t, "another company", err, "record.company", "leave it out")
	_, err = review(s.fin, func(in *record.RecordInput) { in.From = on("2025-01-01") })
	refused(t, "before its decision", err, "record.from", "before the day of what this is about")
	_, err = review(s.fin, func(in *record.RecordInput) {
		in.OutcomeReview, in.TeamReview = nil, s.samples()[record.KindTeamReview].TeamReview
	})
	refused(t, "of another kind", err, "record.about", "this is about one of kind TEAM_CHANGE")
	_, err = review(s.fin, func(in *record.RecordInput) { in.About = nil; in.Company = &s.company; in.Person = ptr(who(s.ana)) })
	refused(t, "about nothing", err, "record.about", "is missing")
	_, err = s.acts.Retract(t.Context(), s.ana, record.RetractRecordInput{Record: s.add(s.ana, s.sample(record.KindMeeting)), Reason: "slip"}, s.Now)
	s.ok(err)
}

// What somebody records of themselves while they are made one with another is
// not lost as a double's.
func TestADoubleRecordsNothingOfItsOwn(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	double := s.Person("Ana B.", "")
	s.merge(double, s.ana)
	_, err := s.acts.Add(t.Context(), double, record.AddRecordInput{Record: s.samples()[record.KindRecognition]}, s.Now)
	absent(t, "of a double's own", err)
}
