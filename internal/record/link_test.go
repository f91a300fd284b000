package record_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/uuid"

	"dossier/internal/fault"
	"dossier/internal/id"
	"dossier/internal/people"
	"dossier/internal/record"
)

func (s *stage) link(r id.ID, of *people.Viewer) (*record.IssuedLink, error) {
	return s.acts.IssueLink(s.T.Context(), s.stew, record.IssueConfirmationLinkInput{Record: r, Person: who(of), Days: 14}, s.Now)
}

func (s *stage) follow(token string, a record.Answer, as record.Capacity) error {
	note := "As far as I know."
	return s.acts.AnswerLink(s.T.Context(), record.AnswerConfirmationLinkInput{Token: token, Answer: a, Capacity: as, Note: &note}, s.Clock())
}

// holds tells whether a token shows something.
func (s *stage) holds(token string) bool {
	s.T.Helper()
	c, err := s.store.LinkRequest(s.T.Context(), token, s.Now)
	s.ok(err)
	return c != nil
}

func TestALinkIsForOneRecordAndOneAnswer(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	r := s.add(s.ana, s.sample(record.KindOwnership))
	l, err := s.link(r, s.fin)
	s.ok(err)
	s.want("asked by the link", r, record.Requested, "", false)
	if !l.Link.ExpiresAt.Equal(s.Now.AddDate(0, 0, 14)) || len(l.Token) != 43 {
		t.Errorf("link %+v with %d characters", l.Link, len(l.Token))
	}
	c, err := s.store.LinkRequest(t.Context(), l.Token, s.Now)
	s.ok(err)
	if c.Owner != "Ana" || c.Person != "Fin" || *c.Company != "Acme" || c.Kind != record.KindOwnership ||
		c.Statement != "owned Console: ROADMAP, INFRA" || !c.From().Equal(on("2024-01-01").Time) || c.To() != nil || !c.ExpiresAt.Equal(l.Link.ExpiresAt) {
		t.Errorf("whoever holds it may know %+v", c)
	}
	refused(t, "no answer", s.follow(l.Token, "MAYBE", record.AsFounder), "answer", "one of CONFIRM")
	refused(t, "as the house", s.follow(l.Token, record.Confirm, record.AsHouse), "capacity", "for stewards")
	s.ok(s.follow(l.Token, record.Confirm, record.AsFounder))
	s.want("answered", r, record.Confirmed, record.AsFounder, true)
	absent(t, "used", s.follow(l.Token, record.Dispute, record.AsFounder))
	_, err = s.acts.RevokeLink(t.Context(), s.stew, record.RevokeConfirmationLinkInput{Link: l.Link.ID()}, s.Now)
	refused(t, "revoke what was used", err, "link", "used already")
	var hash []byte
	var kept string
	s.ok(s.DB.QueryRow(t.Context(), `select token_hash, row_to_json(confirmation_link)::text from confirmation_link`).Scan(&hash, &kept))
	if len(hash) != 32 || strings.Contains(kept, l.Token) || bytes.Contains(hash, []byte(l.Token)) {
		t.Errorf("the token is kept: %s", kept)
	}
}

func TestLinksThatDoNotWorkAllLookAlike(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	fresh := func() (*record.IssuedLink, id.ID) {
		t.Helper()
		r := s.add(s.ana, s.sample(record.KindOwnership))
		l, err := s.link(r, s.fin)
		s.ok(err)
		return l, r
	}
	dead := func(what, token string) {
		t.Helper()
		if s.holds(token) {
			t.Errorf("%s: it still shows something", what)
		}
		if err := s.follow(token, record.Confirm, record.AsFounder); !errors.Is(err, fault.ErrNotFound) {
			t.Errorf("%s: %v, want the one answer", what, err)
		}
	}
	for _, token := range []string{"", "x", strings.Repeat("A", 43), strings.Repeat("A", 1<<16), "\x00", "\xff"} {
		dead("an unknown token", token)
	}
	used, usedFor := fresh()
	s.ok(s.follow(used.Token, record.Decline, record.AsPeer))
	dead("used", used.Token)
	s.ok(s.ask(s.ana, usedFor, s.fin))
	dead("used, though its person is asked again", used.Token)

	revoked, _ := fresh()
	for range 2 {
		_, err := s.acts.RevokeLink(t.Context(), s.stew, record.RevokeConfirmationLinkInput{Link: revoked.Link.ID()}, s.Now)
		s.ok(err)
	}
	dead("revoked", revoked.Token)

	answered, r := fresh()
	s.ok(s.answer(s.fin, r, record.Confirm, record.AsFounder))
	dead("answered otherwise", answered.Token)

	retracted, r := fresh()
	s.ok(s.retract(s.ana, r))
	dead("of what was retracted", retracted.Token)

	r = s.add(s.ana, s.sample(record.KindOwnership))
	own, err := s.link(r, s.peer)
	s.ok(err)
	s.merge(s.peer, s.ana)
	dead("of the owner's double", own.Token)
	s.want("of the owner's double", r, record.Requested, "", false)

	expired, _ := fresh()
	s.Advance(14*24*time.Hour - time.Second)
	if !s.holds(expired.Token) {
		t.Error("a link ends before its time")
	}
	s.Advance(time.Second)
	dead("expired", expired.Token)
}

func TestWhoMayIssueALinkToWhom(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	r := s.add(s.ana, s.sample(record.KindOwnership))
	issue := func(v *people.Viewer, r id.ID, of *people.Viewer, days int) error {
		_, err := s.acts.IssueLink(t.Context(), v, record.IssueConfirmationLinkInput{Record: r, Person: who(of), Days: days}, s.Now)
		return err
	}
	double := s.Person("Ana B.", "")
	s.merge(double, s.ana)
	refused(t, "to the owner", issue(s.stew, r, s.ana, 14), "person", "nobody verifies what is their own")
	refused(t, "to the owner's double", issue(s.stew, r, double, 14), "person", "nobody verifies what is their own")
	refused(t, "to oneself", issue(s.stew, r, s.stew, 14), "person", "while you are signed in")
	refused(t, "for no day", issue(s.stew, r, s.fin, 0), "days", "1 to 90")
	refused(t, "for ever", issue(s.stew, r, s.fin, 91), "days", "1 to 90")
	for what, v := range map[string]*people.Viewer{"the owner": s.ana, "a founder": s.fin, "somebody": s.peer} {
		absent(t, what, issue(v, r, s.flo, 14))
	}
	own := s.add(s.stew, s.samples()[record.KindRecognition])
	absent(t, "a steward, of their own record", issue(s.stew, own, s.fin, 14))
	testimony := s.add(s.ana, s.sample(record.KindTestimony))
	refused(t, "rule M3: another founder's testimony", issue(s.stew, testimony, s.flo, 14), "person", "not the founder whose testimony")
	s.ok(issue(s.stew, testimony, s.fin, 14))
	s.ok(issue(s.stew, testimony, s.fin, 14))
	steps, err := s.store.Confirmations(t.Context(), []uuid.UUID{testimony.UUID})
	if err != nil || len(steps[testimony.UUID]) != 1 {
		t.Errorf("a second link asks again: %v, %v", steps, err)
	}
	l, err := s.link(r, s.fin)
	s.ok(err)
	for what, v := range map[string]*people.Viewer{"the owner": s.ana, "who is asked": s.fin} {
		_, err = s.acts.RevokeLink(t.Context(), v, record.RevokeConfirmationLinkInput{Link: l.Link.ID()}, s.Now)
		absent(t, what, err)
	}
	_, err = s.acts.RevokeLink(t.Context(), s.stew, record.RevokeConfirmationLinkInput{Link: r}, s.Now)
	absent(t, "no link", err)
	acts := *s.acts
	acts.Rand = iotest.ErrReader(errors.New("no entropy"))
	if _, err := acts.IssueLink(t.Context(), s.stew, record.IssueConfirmationLinkInput{Record: r, Person: who(s.flo), Days: 1}, s.Now); err == nil {
		t.Error("a link was made without randomness")
	}
}

func TestALinkThatIsUsedAtOnceIsUsedOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	r := s.add(s.ana, s.sample(record.KindOwnership))
	l, err := s.link(r, s.fin)
	s.ok(err)
	errs := make([]error, 6)
	s.atOnce(r, len(errs), func(i int) { errs[i] = s.follow(l.Token, record.Confirm, record.AsFounder) })
	used := 0
	for _, err := range errs {
		if err == nil {
			used++
		} else {
			absent(t, "the others", err)
		}
	}
	steps, err := s.store.Confirmations(t.Context(), []uuid.UUID{r.UUID})
	if used != 1 || err != nil || len(steps[r.UUID]) != 2 {
		t.Errorf("used %d times, %d steps, %v", used, len(steps[r.UUID]), err)
	}
}
