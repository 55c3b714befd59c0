import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useDeferredValue, useState } from 'react'
import { Area } from '../ui/area'
import { Button } from '../ui/button'
import { TextField } from '../ui/field'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { does, type Topic, type TopicBody, topics, tried } from './api'
import { Shown } from './found'
import { keyFor, termsOf, termsText } from './terms'

/** What a new topic begins with. */
export interface Begin {
	name: string
	words: string
	examples: string
	suggestion: string
}

/** TopicForm makes a topic, or changes one, and says of any text whether it would be about it. */
export function TopicForm({ topic, begin, done }: { topic?: Topic; begin?: Begin; done: () => void }) {
	const queries = useQueryClient()
	const [name, setName] = useState(topic?.name ?? begin?.name ?? '')
	const [key, setKey] = useState<string>()
	const [about, setAbout] = useState(topic?.description ?? '')
	const [words, setWords] = useState(topic ? termsText(topic.words) : (begin?.words ?? ''))
	const [except, setExcept] = useState(termsText(topic?.except))
	const [examples, setExamples] = useState(topic?.examples?.join('\n') ?? begin?.examples ?? '')
	const body: TopicBody = {
		name: name.trim(),
		description: about.trim(),
		words: termsOf(words),
		except: termsOf(except),
		examples: examples.split('\n').filter((line) => line.trim() !== ''),
	}
	const called = topic?.key ?? key ?? keyFor(name)
	const save = useMutation({
		mutationFn: () =>
			topic ? does.update(topic.key, topic.version, body) : does.create(called, body, begin?.suggestion),
		onSuccess: async () => {
			await Promise.all([
				queries.invalidateQueries({ queryKey: topics.queryKey }),
				queries.invalidateQueries({ queryKey: ['topic-suggestions'] }),
			])
			done()
		},
	})
	const submit = (e: FormEvent) => {
		e.preventDefault()
		if (!save.isPending) save.mutate()
	}
	return (
		<form
			onSubmit={submit}
			onChange={() => save.error && save.reset()}
			className="flex flex-col gap-3 rounded-card bg-sunken p-3"
		>
			<TextField
				label={t('triage.name')}
				required
				autoFocus
				maxLength={80}
				value={name}
				onChange={(e) => setName(e.target.value)}
			/>
			{!topic && (
				<TextField
					label={t('triage.key')}
					help={t('triage.keyHelp')}
					required
					maxLength={48}
					pattern="[a-z0-9][a-z0-9_\-]*"
					value={called}
					onChange={(e) => setKey(e.target.value)}
				/>
			)}
			<TextField
				label={t('triage.about')}
				help={t('triage.aboutHelp')}
				maxLength={500}
				value={about}
				onChange={(e) => setAbout(e.target.value)}
			/>
			<Area
				label={t('triage.words')}
				help={t('triage.wordsHelp')}
				rows={5}
				value={words}
				onChange={(e) => setWords(e.target.value)}
			/>
			<Area
				label={t('triage.except')}
				help={t('triage.exceptHelp')}
				rows={2}
				value={except}
				onChange={(e) => setExcept(e.target.value)}
			/>
			<Area
				label={t('triage.examples')}
				help={t('triage.examplesHelp')}
				rows={3}
				value={examples}
				onChange={(e) => setExamples(e.target.value)}
			/>
			<Try topic={{ ...body, name: body.name || called || '?' }} />
			{save.error && <Trouble error={save.error} />}
			<div className="flex flex-wrap gap-2">
				<Button look="act" type="submit" disabled={save.isPending}>
					{t('frame.save')}
				</Button>
				<Button look="quiet" onClick={done}>
					{t('conversation.cancel')}
				</Button>
			</div>
		</form>
	)
}

/** Try says while one writes whether a text is about the topic as it stands in the form. */
function Try({ topic }: { topic: TopicBody }) {
	const [text, setText] = useState('')
	const asked = useDeferredValue(text)
	const { data, error } = useQuery(tried(asked, topic))
	return (
		<div className="flex flex-col gap-1">
			<Area
				label={t('triage.try')}
				help={t('triage.tryHelp')}
				rows={2}
				maxLength={8000}
				value={text}
				onChange={(e) => setText(e.target.value)}
			/>
			<div role="status" className="min-h-6 text-ink-2">
				{text.trim() !== '' && data && (
					<>
						<b className={data.tried ? 'text-good' : ''}>
							{t(data.tried ? 'triage.isAbout' : 'triage.isNotAbout')}
						</b>{' '}
						{data.tried && <Shown text={asked} finding={data.tried} />}
					</>
				)}
			</div>
			{text.trim() !== '' && error && <Trouble error={error} />}
		</div>
	)
}
