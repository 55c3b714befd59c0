import { expect, test } from 'vitest'
import { shownView } from '../app/shown-view'
import { askedBy, byDeadline, ofTopic, topicIn, wholeOf, wordOf } from './view'
import '../words/en'

test('a view is narrowed to a topic in its address, and asked for so', () => {
	const view = ofTopic('team-service', 'flat_tyre')
	expect(view).toBe('team-service~flat_tyre')
	expect(askedBy(view)).toEqual({ view: 'department', department: 'service', topic: 'flat_tyre' })
	expect(askedBy('mine~flat-tyre')).toEqual({ view: 'mine', topic: 'flat-tyre' })
	expect(askedBy('mine')).toEqual({ view: 'mine' })
	expect(askedBy('nowhere~flat_tyre')).toBeUndefined()
	expect([wholeOf(view), topicIn(view), topicIn('mine')]).toEqual(['team-service', 'flat_tyre', ''])
})

test('another topic takes the place of the one before, and none leads back', () => {
	expect(ofTopic('closed~flat_tyre', 'late')).toBe('closed~late')
	expect(ofTopic('closed~flat_tyre', '')).toBe('closed')
})

test('a narrowed view keeps its name, its order and its place', () => {
	const names = new Map([['service', 'Service']])
	expect(wordOf('team-service~late', names)).toBe('Service')
	expect(byDeadline('all~late')).toBe(true)
	expect(byDeadline('closed~late')).toBe(false)
	expect(shownView('/v/queue-service~late', undefined)).toBe('team-service')
	expect(shownView('/c/cnv_1', 'mine~late')).toBe('mine')
})
