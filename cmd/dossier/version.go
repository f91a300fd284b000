package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type versionCmd struct{}

// Help is printed below the flags.
func (versionCmd) Help() string { return "Example:\n\n  dossier version" }

// Run prints the version.
func (versionCmd) Run(s streams) error {
	fmt.Fprintf(s.Out, "dossier %s %s %s/%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}

// buildVersion is set by the linker when an image is built.
var buildVersion string

// version is what was set at build time, else the commit, else "devel".
func version() string {
	if buildVersion != "" {
		return buildVersion
	}
	info, ok := debug.ReadBuildInfo()
	if ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				return s.Value[:12]
			}
		}
	}
	return "devel"
}
