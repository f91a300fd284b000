package graph_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	sdl "github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
)

// measures says of every number, yes-or-no and list of values that an analysis
// can show why it is neither a total nor a verdict over criteria. What is not
// named here may not be in the schema.
func measures() map[string]string {
	return map[string]string{
		"AnalysisStatus": "QUEUED RUNNING SUCCEEDED FAILED CANCELLED: how far the work is; SUCCEEDED is said of the work, not of the candidate",
		"AnalysisStage":  "READ MAP REDUCE SUGGEST SAVE: what is being done",

		"AnalysisProgress.done": "steps of a stage", "AnalysisProgress.total": "steps of a stage",
		"Analysis.stale": "whether text, ladder or rubric is another by now", "Analysis.degraded": "whether the model's part was done otherwise",
		"Provenance.coverage": "share of the words that were read", "StepVersion.version": "version of a step",
		"SuggestionCount.worded": "suggestions", "SuggestionCount.refused": "suggestions",
		"Usage.calls": "calls of a model", "Usage.inputTokens": "tokens", "Usage.outputTokens": "tokens", "Usage.cachedTokens": "tokens",

		"Finding.score": "of one criterion, advisory", "Finding.assessed": "whether one criterion could be read",
		"ConfidenceLevel":  "LOW MEDIUM HIGH: how far the score of one criterion can be relied on",
		"EvidencePolarity": "SUPPORTS CONTRADICTS: of one passage", "EvidenceStrength": "CORE MINOR: of one passage",
		"GapSeverity": "LOW MEDIUM HIGH: of one gap", "ResponseVerdict": "AGREE DISPUTE: what the candidate says to one passage or gap",
		"ClaimVerdict": "SUPPORTED OVERSTATED UNDERSTATED UNVERIFIABLE: of one sentence beside the records, by the contract",

		"Anchor.score": "of the ladder's scale", "Leaf.gate": "of the ladder's rubric", "Component.minimum": "of the ladder", "Component.decided": "of the ladder",
		"Revision.number": "counts revisions", "RevisionDocument.version": "of a text", "Document.version": "of a text", "Document.words": "length of a text",
		"DocumentSource.bytes": "length of a file", "DocumentSource.pages": "places in a text",
		"Evidence.version": "of a text", "Evidence.start": "place", "Evidence.end": "place", "Evidence.startByte": "place", "Evidence.endByte": "place",
		"Passage.version": "of a text", "Passage.start": "place", "Passage.end": "place", "Claim.version": "of a text", "Claim.start": "place", "Claim.end": "place",
		"Anomaly.version": "of a text", "Anomaly.start": "place", "Anomaly.end": "place",
	}
}

// judging are words by which a total or a verdict goes, whatever its type.
func judging() *regexp.Regexp {
	return regexp.MustCompile(`(?i)total|overall|aggregate|average|mean|median|composite|percent|rank|rating|^grade|verdict|outcome|decision|promot|recommend|accept|reject|ready|eligib|qualif|suitab|score|fit$|pass(ed|es)?$`)
}

// named are the fields that such a word may stand in.
func named() map[string]string {
	return map[string]string{
		"AnalysisProgress.total": "steps of a stage", "Finding.score": "of one criterion", "Anchor.score": "of the ladder's scale",
		"Response.verdict": "what the candidate says to one passage or gap", "Claim.verdict": "of one sentence beside the records",
	}
}

// onDossiers are fields of a dossier that stand beside its analysis and tell
// something of it by a value of their own.
func onDossiers() map[string]string {
	return map[string]string{
		"Dossier.status": "a stage of the procedure", "DossierComponent.verdict": "PASS, FAIL or UNKNOWN: whether a component's minimum is met, by the contract",
		"DossierComponent.unlocked": "whether the candidate may write in it again",
	}
}

// totals lists what in a schema could be a total or a verdict over criteria
// and is not named above, and what is named above and not there.
func totals(s *sdl.Schema) (found []string) {
	allowed, words := measures(), named()
	used := map[string]bool{}
	seen := map[string]bool{}
	var walk func(name string)
	value := func(of, field string, def *sdl.Definition, list map[string]string) {
		at := of + "." + field
		if def.Kind == sdl.Enum && list[def.Name] != "" {
			return // its values are looked at
		}
		if used[at] = true; list[at] == "" && (def.Kind == sdl.Enum || slices.Contains([]string{"Int", "Float", "Boolean"}, def.Name)) {
			found = append(found, at)
		}
	}
	walk = func(name string) {
		def := s.Types[name]
		if def == nil || seen[name] || def.BuiltIn {
			return
		}
		seen[name] = true
		if def.Kind == sdl.Enum {
			used[name] = true
			values, _, _ := strings.Cut(allowed[name], ":")
			for _, v := range def.EnumValues {
				if !slices.Contains(strings.Fields(values), v.Name) {
					found = append(found, name+"."+v.Name)
				}
			}
		}
		for _, f := range def.Fields {
			at := name + "." + f.Name
			if judging().MatchString(f.Name) && words[at] == "" {
				found = append(found, at)
			}
			value(name, f.Name, s.Types[f.Type.Name()], allowed)
			walk(f.Type.Name())
		}
		for _, p := range s.GetPossibleTypes(def) {
			if def.IsAbstractType() {
				walk(p.Name)
			}
		}
	}
	walk("Analysis")
	for _, name := range []string{"Dossier", "DossierComponent"} {
		for _, f := range s.Types[name].Fields {
			value(name, f.Name, s.Types[f.Type.Name()], onDossiers())
		}
	}
	for at := range allowed {
		if !used[at] {
			found = append(found, at+" (named, not there)")
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// No total over criteria and no verdict on a person is in what an analysis
// shows, at any depth.
func TestAnAnalysisHasNoTotalAndNoVerdict(t *testing.T) {
	t.Parallel()
	for _, at := range totals(executable()) {
		t.Errorf("%s: an analysis gives no total and no verdict over criteria; if this is neither, say in schema_totals_test.go what it is", at)
	}
}

// What is planted is found: on the analysis, on a finding, in a value of an
// enum, behind a type of its own, and on the dossier beside it.
func TestAPlantedTotalIsFound(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	formatter.NewFormatter(&b).FormatSchema(executable())
	clean := strings.Join(totals(executable()), " ")
	for plant, want := range map[string]string{
		`extend type Analysis { strength: Float }`:                                     "Analysis.strength",
		`extend type Analysis { overallImpression: String }`:                           "Analysis.overallImpression",
		`extend type Analysis { summary: Summary } type Summary { x: [Int!]! }`:        "Summary.x",
		`extend type Analysis { kind: Kind } enum Kind { GOOD }`:                       "Kind.GOOD",
		`extend type Analysis { any: Any } type In { n: Int } union Any = In`:          "In.n",
		`extend type Finding { recommendation: String }`:                               "Finding.recommendation",
		`extend type Finding { met: Boolean! }`:                                        "Finding.met",
		`extend enum ConfidenceLevel { PROMOTE }`:                                      "ConfidenceLevel.PROMOTE",
		`extend enum AnalysisStatus { NOT_YET }`:                                       "AnalysisStatus.NOT_YET",
		`extend type Dossier { meanScore: Float }`:                                     "Dossier.meanScore",
		`extend type Dossier { shows: Shows } enum Shows { STRONG }`:                   "Dossier.shows",
		`extend type Criterion { percentile: Int }`:                                    "Criterion.percentile",
		`extend type Confidence { reliable: Boolean }`:                                 "Confidence.reliable",
		`extend type Evidence { worth: Int }`:                                          "Evidence.worth",
		`extend type DossierComponent { panelLikes: Boolean }`:                         "DossierComponent.panelLikes",
		`extend type Provenance { deep: Deep } type Deep { d: Er } type Er { f: Int }`: "Er.f",
	} {
		s, err := gqlparser.LoadSchema(&sdl.Source{Name: "planted", Input: b.String() + "\n" + plant})
		if err != nil {
			t.Fatal(fmt.Errorf("%s: %w", plant, err))
		}
		if found := totals(s); !slices.Contains(found, want) || strings.Contains(clean, want) {
			t.Errorf("%s: found %q", plant, found)
		}
	}
}
