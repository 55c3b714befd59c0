import { Attach } from './files'
import { dirty } from './keeper'
import { Measure, Preview } from './measure'
import type { Look, Scene } from './model'
import { Kept } from './notices'
import { SendButton } from './send-button'
import type { Writing } from './use-writing'

interface Props {
	writing: Writing
	scene: Scene
	look: Look
	onFiles: (files: File[]) => void
	onSend: (close: boolean) => void
}

/** Foot is below the words: files, how long they are, whether they are kept, and the button. */
export function Foot({ writing: w, scene: { way, words }, look, onFiles, onSend }: Props) {
	return (
		<div className="flex flex-wrap items-center gap-x-2 gap-y-1 px-2 pb-2">
			{!look.internal && way.media && !look.still && (
				<Attach types={way.media.types ?? []} onChosen={onFiles} />
			)}
			{w.measured && <Preview measured={w.measured} />}
			<span className="ms-auto flex items-center gap-3">
				{!look.internal && <Kept words={words} dirty={dirty(words)} />}
				{w.measured && words.text !== '' && <Measure way={way} measured={w.measured} />}
				{look.button !== 'none' && (
					<SendButton step={look.step} way={way} busy={look.button === 'waits'} onSend={onSend} />
				)}
			</span>
		</div>
	)
}
