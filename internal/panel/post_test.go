package panel_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"dossier/internal/dossier"
	"dossier/internal/id"
	"dossier/internal/page"
	"dossier/internal/panel"
	"dossier/internal/people"
	"dossier/internal/problem"
)

const generosity, trust = "generosity", "founder-trust-at-scale"

func (h *house) post(v *people.Viewer, criterion, text string) (id.ID, error) {
	h.T.Helper()
	made, err := h.acts.Post(h.T.Context(), h.at(v), panel.PostToPanelInput{Dossier: h.d, Criterion: criterion, Text: text}, h.Now)
	return id.Of(id.Post, made), err
}

// reads are the texts of a panel's discussion through somebody's eyes, newest
// first.
func (h *house) reads(v *people.Viewer, p id.ID, criterion *string) (texts []string) {
	h.T.Helper()
	list, err := h.store.PostsOf(h.T.Context(), h.at(v), p.UUID, criterion, page.Request{First: 10})
	h.must(err)
	for _, e := range list.Edges {
		texts = append(texts, e.Node.Text)
	}
	n, err := list.TotalCount(h.T.Context())
	h.must(err)
	if n != len(texts) {
		h.T.Errorf("%d posts are counted and %d read", n, len(texts))
	}
	return texts
}

func TestMembersDiscuss(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.acknowledged()
	_, err := h.post(h.ben, generosity, "Early.")
	if w := refusal[*dossier.WrongState](t, "before one's own review", err); !strings.Contains(w.Message(), "once your own review is submitted") {
		t.Error(w.Message())
	}
	h.score(h.ben)
	h.score(h.chair)
	h.Advance(time.Hour)
	first, err := h.post(h.ben, generosity, "Two mentees mentor.")
	h.must(err)
	if trail := h.trail(h.Now); !slices.Equal(trail, []string{"postToPanel"}) {
		t.Errorf("the trail is %q", trail)
	}
	h.Advance(time.Hour)
	_, err = h.post(h.chair, trust, "One founder only.")
	h.must(err)
	both := []string{"One founder only.", "Two mentees mentor."}
	for _, v := range []*people.Viewer{h.ben, h.chair} {
		if got := h.reads(v, p, nil); !slices.Equal(got, both) {
			t.Errorf("a member reads %q", got)
		}
		if got := h.reads(v, p, ptr(generosity)); !slices.Equal(got, both[1:]) {
			t.Errorf("a member reads %q on a criterion", got)
		}
	}
	for what, v := range map[string]*people.Viewer{"who has not scored": h.gus, "the candidate": h.ana, "a steward before the decision": h.sten, "who has no part": h.cem} {
		if got := h.reads(v, p, nil); len(got) > 0 {
			t.Errorf("%s reads %q", what, got)
		}
	}
	mine, theirs := h.said(h.ben, first), h.said(h.chair, first)
	if !mine.Mine || theirs.Mine || mine.Alias != theirs.Alias || !strings.HasPrefix(mine.Alias, "Reviewer ") {
		t.Errorf("the post is %+v and %+v", mine, theirs)
	}
	h.must(h.answer(h.chair, panel.Recuse))
	if got := h.reads(h.chair, p, nil); len(got) > 0 {
		t.Errorf("who recused themselves reads %q", got)
	}
	h.decide(p, h.ben, nil)
	if got := h.reads(h.sten, p, nil); !slices.Equal(got, both) {
		t.Errorf("a steward reads %q once it is decided", got)
	}
	_, err = h.post(h.ben, generosity, "Late.")
	refusal[*dossier.WrongState](t, "once decided", err)
}

func (h *house) said(v *people.Viewer, p id.ID) *panel.Post {
	h.T.Helper()
	found, err := h.store.PostsByIDs(h.T.Context(), h.at(v), []uuid.UUID{p.UUID})
	h.must(err)
	if found[p.UUID] == nil {
		h.T.Fatal("the post is not found")
	}
	return found[p.UUID]
}

func TestWhatAPostLacks(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.acknowledged()
	h.score(h.ben)
	for _, tc := range []struct{ criterion, text, says string }{
		{generosity, "", "input.text: is empty"},
		{generosity, "a\x00", "input.text: holds a control character"},
		{generosity, strings.Repeat("x", panel.MaxPost+1), "input.text: has 5001 characters"},
		{"wit", "None.", `input.criterion: L8 has no criterion "wit"`},
	} {
		_, err := h.post(h.ben, tc.criterion, tc.text)
		if p := refusal[*problem.Invalid](t, tc.says, err); !strings.HasPrefix(p.Message(), tc.says) {
			t.Errorf("%s, want %q", p.Message(), tc.says)
		}
	}
	for what, v := range map[string]*people.Viewer{"the candidate": h.ana, "a steward": h.sten, "who has no part": h.cem} {
		_, err := h.post(v, generosity, "Hm.")
		absent(t, what, err)
	}
	in := panel.PostToPanelInput{Dossier: h.d, Criterion: generosity, Text: "Once.", Key: ptr("k")}
	first, err := h.acts.Post(t.Context(), h.ben, in, h.Now)
	h.must(err)
	again, err := h.acts.Post(t.Context(), h.ben, in, h.Now)
	if err != nil || again != first {
		t.Errorf("the same key made %v and %v, %v", first, again, err)
	}
}
