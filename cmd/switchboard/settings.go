package main

import (
	"errors"
	"maps"
	"slices"

	"switchboard/internal/config"
)

// settingFlags are the settings that can be given on the command line. A flag beats its environment variable, and one of
// the setting's own beats --set. What was not given is nil; what was given empty is set to that.
type settingFlags struct {
	Data      *string           `help:"Folder for everything that is kept." placeholder:"DIR"`
	Database  *string           `help:"PostgreSQL URL; without it an embedded SQLite in the data folder." placeholder:"URL"`
	LogLevel  *string           `help:"Least important level logged: debug, info, warn or error." placeholder:"LEVEL"`
	LogFormat *string           `help:"text or json." placeholder:"FORMAT"`
	Set       map[string]string `help:"Any other setting of docs/reference/settings.md." placeholder:"NAME=VALUE"`
}

func (f settingFlags) settings() (config.Settings, error) {
	s, err := config.FromEnvironment()
	if err != nil {
		return s, err
	}
	return s, errors.Join(set(&s, f.Set), setGiven(&s, map[string]*string{"data": f.Data, "database": f.Database,
		"log-level": f.LogLevel, "log-format": f.LogFormat}))
}

// setGiven changes the settings whose flag was given.
func setGiven(s *config.Settings, flags map[string]*string) error {
	values := map[string]string{}
	for name, value := range flags {
		if value != nil {
			values[name] = *value
		}
	}
	return set(s, values)
}

// set changes settings by name, and says of all that cannot be changed what is wrong.
func set(s *config.Settings, values map[string]string) error {
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(values)) {
		problems = append(problems, s.Set(name, values[name]))
	}
	return errors.Join(problems...)
}
