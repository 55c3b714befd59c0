package notice

import "switchboard"

// advised tells the lead what became of a question that was asked outside, and whoever asked, if that is somebody else.
// Answers that come once the conversation is closed find no lead: then it is theirs who asked.
func (r *reading) advised(event switchboard.NoticeEvent) error {
	c, err := r.talk()
	if err != nil {
		return err
	}
	if event != switchboard.NoticeConsult {
		if err := r.over(switchboard.NoticeConsult, r.e.Subject); err != nil {
			return err
		}
	}
	asker := r.e.Agent
	if c.Open() {
		if err := r.tellLead(c.Lead, r.of(c.Lead, event, r.e.Subject)); err != nil {
			return err
		}
	}
	if asker == c.Lead && c.Open() {
		return nil
	}
	return r.tell(r.of(asker, event, r.e.Subject))
}
