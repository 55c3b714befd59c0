package practice

import (
	"embed"
	"encoding/json"
	"slices"
)

// scene is what one simulated customer has to say. {c} is the company's handle, {n} its name.
type scene struct {
	lang, handle, name string
	opening            string
	ask                string // asks back after the first answer
	thanks             string
	angry              string // when nobody answered
	furious            string // when still nobody answered
}

// The scenes are invented. Every language has scenes of its own, written in it. A line of a file holds the fields of scene in
// their order.
//
//go:embed scenes/*.json
var sceneFiles embed.FS

// scenes are of the customers of a company that sells and mends bikes.
func scenes() []scene { return readScenes("bikes") }

// plainScenes are of customers whom any company could have.
func plainScenes() []scene { return readScenes("plain") }

func readScenes(about string) (all []scene) {
	text, err := sceneFiles.ReadFile("scenes/" + about + ".json")
	var lines [][8]string
	if err == nil {
		err = json.Unmarshal(text, &lines)
	}
	if err != nil {
		panic(err) // a test reads both files
	}
	for _, l := range lines {
		all = append(all, scene{l[0], l[1], l[2], l[3], l[4], l[5], l[6], l[7]})
	}
	return all
}

// spoken are the scenes in these languages, and English ones after them.
func spoken(scenes []scene, languages []string) []scene {
	rank := func(s scene) int {
		switch {
		case slices.Contains(languages, s.lang):
			return 0
		case s.lang == "en":
			return 1
		}
		return 2
	}
	kept := slices.DeleteFunc(slices.Clone(scenes), func(s scene) bool { return rank(s) == 2 })
	slices.SortStableFunc(kept, func(a, b scene) int { return rank(a) - rank(b) })
	return kept
}
