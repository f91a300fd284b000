package ladder

// check notes what is wrong with a ladder whose files have the right shape.
func check(v *Version, sources []*source, ps *problems) {}
