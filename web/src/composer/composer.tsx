import clsx from 'clsx'
import { useId, useRef } from 'react'
import { customerOf } from '../conversation/matter'
import { useTalk } from '../conversation/talk'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { Above } from './above'
import { Files, useFiles } from './files'
import { Findings } from './findings'
import { Foot } from './foot'
import { HeldTexts } from './held'
import { ToWhom } from './to-whom'
import { useComposerActions } from './use-actions'
import { useDoing } from './use-doing'
import { useWriting, type Writing } from './use-writing'
import { Who } from './who'
import { Writable } from './writable'

const frames = {
	public: 'shadow-[inset_0_0_0_1.5px_var(--public)] outline-public',
	private: 'shadow-[inset_0_0_0_1.5px_var(--private)] outline-private',
	internal: 'border-[1.5px] border-dashed border-internal outline-internal',
}

/** Composer is where somebody answers the customer, or leaves a note. It always says first who will see it. */
export function Composer() {
	const { writing, error, again } = useWriting()
	const failed = error && <Trouble error={error} again={again} className="mx-3 mb-2 flex-none" />
	if (!writing) return failed
	return (
		<>
			<HeldTexts />
			{failed}
			<Open writing={writing} />
		</>
	)
}

function Open({ writing: w }: { writing: Writing }) {
	const { c } = useTalk()
	const ids = useId()
	const field = useRef<HTMLTextAreaElement>(null)
	const found = useRef<HTMLDivElement>(null)
	const asked = useRef<HTMLDivElement>(null)
	const box = useRef<HTMLElement>(null)
	const onFiles = (files: typeof w.words.files) => w.keeping.happen({ is: 'files', files })
	const files = useFiles(w.words.files, onFiles)
	const doing = useDoing(w, files.adding)
	const { scene, look } = doing
	const send = (close: boolean, sure = false) => {
		if (doing.press(close, sure) !== 'look') return
		const first = scene.asksWhom ? asked.current?.querySelector('input') : null
		const next = first ?? found.current?.querySelector('button')
		next?.focus()
	}
	const write = (leg?: string) => {
		if (leg) w.choose(leg)
		setTimeout(() => field.current?.focus())
	}
	useComposerActions(w, write, send, () => box.current)
	const word = look.internal ? 'composer.placeholderNote' : 'composer.placeholder'
	return (
		<section
			ref={box}
			aria-label={t('composer.title')}
			className={clsx(
				'm-2 mt-0 flex-none rounded-sheet bg-surface focus-within:outline-1 focus-within:outline-offset-0 rail:mx-4 rail:mb-3.5',
				frames[w.way.readers],
			)}
		>
			<div className="p-[1.5px]">
				<Who id={`${ids}-who`} ways={w.ways} way={w.way} name={w.reader} onWay={write} />
				<div ref={asked}>
					{w.whom && (
						<ToWhom whom={w.whom} still={look.still} onTo={(to) => w.keeping.happen({ is: 'to', to })} />
					)}
				</div>
			</div>
			<div ref={found} className="pt-2 empty:hidden">
				<Above writing={w} look={look} doing={doing} write={write} send={send} />
			</div>
			<Writable
				field={field}
				label={t(word, { name: customerOf(c) })}
				value={w.text}
				frozen={look.still || (!look.internal && w.way.refused !== undefined)}
				about={`${ids}-who ${ids}-found`}
				onWrite={w.write}
				onFiles={look.internal ? undefined : files.add}
			/>
			{!look.internal && <Files files={w.words.files} error={files.error} onFiles={onFiles} />}
			<Findings
				id={`${ids}-found`}
				findings={look.findings}
				level={w.words.ruling?.level ?? c.required_level}
				ways={w.ways}
				onWay={write}
			/>
			<Foot writing={w} scene={scene} look={look} onFiles={files.add} onSend={send} />
		</section>
	)
}
