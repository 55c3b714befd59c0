import { t } from '../words/catalogue'

/** Below it a finding asks to be looked at. */
const likely = 0.6
const bars = [0, 0.5, likely, 0.85]
const heights = [3, 5, 7.5, 10]

/** unsure reports whether a finding asks to be checked. */
const unsure = (confidence: number) => confidence < likely

/** guessed reports whether there is a finding that asks to be checked: where nothing was read nothing can be right. */
export const guessed = (confidence: number) => confidence > 0 && unsure(confidence)

/** Sure says how certain a finding is, with four bars, a word and the figure. */
export function Sure({ confidence, figure = true }: { confidence: number; figure?: boolean }) {
	const word = confidence >= 0.85 ? 'state.sure' : unsure(confidence) ? 'state.unsure' : 'state.likely'
	return (
		<span className="inline-flex items-center gap-1 text-12 font-medium whitespace-nowrap text-ink-2">
			<svg width="15" height="11" viewBox="0 0 15 11" aria-hidden="true" className="flex-none fill-current">
				{heights.map((h, i) => (
					<rect
						key={h}
						x={i * 4}
						y={10 - h}
						width="2.8"
						height={h}
						rx="0.8"
						opacity={confidence >= (bars[i] ?? 0) ? 1 : 0.3}
					/>
				))}
			</svg>
			{t(word)} {figure && confidence.toFixed(2)}
		</span>
	)
}
