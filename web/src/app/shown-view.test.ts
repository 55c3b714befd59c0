import { expect, test } from 'vitest'
import { shownView } from './shown-view'

test.each([
	['/v/mine', undefined, 'mine'],
	['/v/team-service', undefined, 'team-service'],
	['/v/queue-service', undefined, 'team-service'],
	['/c/cnv_1', undefined, 'mine'],
	['/c/cnv_1', 'unowned', 'unowned'],
	['/c/cnv_1', 'queue-service', 'team-service'],
	['/me', undefined, undefined],
	['/teams', 'mine', undefined],
])('at %s from %s stands the list %s', (path, from, view) => {
	expect(shownView(path, from)).toBe(view)
})
