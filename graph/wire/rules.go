package wire

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// validationRules are the rules of the specification without guesses at what
// the caller may have meant: a guess tells names of a schema that introspection
// keeps to itself. gqlgen swaps two more rules for the same reason.
func validationRules() *rules.Rules {
	r := rules.NewDefaultRules()
	for _, silent := range []struct {
		loud string
		rule core.Rule
	}{
		{rules.KnownTypeNamesRule.Name, rules.KnownTypeNamesRuleWithoutSuggestions},
		{rules.KnownArgumentNamesRule.Name, rules.KnownArgumentNamesRuleWithoutSuggestions},
		{rules.ValuesOfCorrectTypeRule.Name, rules.ValuesOfCorrectTypeRuleWithoutSuggestions},
	} {
		r.RemoveRule(silent.loud)
		r.AddRule(silent.rule.Name, silent.rule.RuleFunc)
	}
	r.AddRule("IgnoreDefer", ignoreDefer)
	return r
}

// ignoreDefer takes @defer out of a document once it has been checked, which
// the specification allows: the answer then comes whole. Left in, the deferred
// part would be null in the one answer a plain POST gets. Fragments are walked
// by themselves after all operations, so a variable that only a @defer uses
// has been counted as used by then.
func ignoreDefer(on *core.Events, _ core.AddErrFunc) {
	on.OnOperation(func(_ *core.Walker, op *ast.OperationDefinition) { dropDefer(op.SelectionSet) })
	on.OnFragment(func(_ *core.Walker, f *ast.FragmentDefinition) { dropDefer(f.SelectionSet) })
}

func dropDefer(set ast.SelectionSet) {
	isDefer := func(d *ast.Directive) bool { return d.Name == "defer" }
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			dropDefer(s.SelectionSet)
		case *ast.InlineFragment:
			s.Directives = slices.DeleteFunc(s.Directives, isDefer)
			dropDefer(s.SelectionSet)
		case *ast.FragmentSpread:
			s.Directives = slices.DeleteFunc(s.Directives, isDefer)
		}
	}
}
