package main

import (
	"errors"

	"switchboard/internal/config"
)

// settingFlags are the settings that can be given on the command line. A flag beats its environment variable.
type settingFlags struct {
	Data      string `help:"Folder for everything that is kept." placeholder:"DIR"`
	Database  string `help:"PostgreSQL URL; without it an embedded SQLite in the data folder." placeholder:"URL"`
	LogLevel  string `help:"Least important level logged: debug, info, warn or error." placeholder:"LEVEL"`
	LogFormat string `help:"text or json." placeholder:"FORMAT"`
}

func (f settingFlags) settings() (config.Settings, error) {
	s, err := config.FromEnvironment()
	if err != nil {
		return s, err
	}
	return s, set(&s, map[string]string{"data": f.Data, "database": f.Database, "log-level": f.LogLevel, "log-format": f.LogFormat})
}

// set changes the settings whose value was given.
func set(s *config.Settings, given map[string]string) error {
	var problems []error
	for name, value := range given {
		if value != "" {
			problems = append(problems, s.Set(name, value))
		}
	}
	return errors.Join(problems...)
}
