/** THE PAPER AS A TABLE: which experiments run on which texts, in which models. */
import { distance } from '../experiments/distance/distance.ts';
import { embed } from '../experiments/embed/embed.ts';
import { entropy } from '../experiments/entropy/entropy.ts';
import { infogain } from '../experiments/infogain/infogain.ts';
import { lasso } from '../experiments/lasso/lasso.ts';
import { THEORY_TEXTS, theoryInput } from '../experiments/theory/texts.ts';
import { theory } from '../experiments/theory/theory.ts';
import type { Input } from '../run/input.ts';
import type { ModelRequest } from '../run/model-run.ts';
import { type Study, studyOf } from '../run/study.ts';
import { LONDON, londonSentence } from '../text/defaults.ts';
import { countryInput } from '../text/prompts.ts';
import { PROMPT_DATA } from './claims/judge.ts';
import { corpusStudy } from './corpus.ts';
import { paperOptions } from './options.ts';
import { promptPairs } from './prompt-pairs.ts';

/** The sets of texts that the paper is about. */
export const PASS_NAMES = ['corpus', 'prompts', 'london', 'theory'] as const;
export type PassName = (typeof PASS_NAMES)[number];

/** One forward pass of every model over one set of texts, and what is made of it. */
export interface Pass {
  name: PassName;
  /** Of the note with which it begins; absent where the note before it speaks of this pass too. */
  title?: string;
  input: Input;
  request: ModelRequest;
  studies: Study[];
}

/**
 * The four passes of `reproduce`.
 * @param request the models, with the seeds of their untrained controls; `seed` is the first of them
 */
export function paperPasses(request: ModelRequest, corpus: Input, seed: number): Pass[] {
  const whole = { ...request, maxTokens: undefined };
  const trained = { ...whole, controlSeeds: [] };
  const options = paperOptions(seed);
  /** Figures draw the trained models, and the untrained ones of the first seed. */
  const isDrawn: Study['isAbout'] = (_, weights) => weights === null || weights === seed;
  const isTrained: Study['isAbout'] = (_, weights) => weights === null;
  return [
    {
      name: 'corpus',
      title: `the corpus: ${textCount(corpus)} in ${request.models.join(', ')}, trained and untrained`,
      input: corpus,
      request,
      studies: [
        studyOf(entropy, options.entropy, isDrawn), // claim 1, Fig 1 measured
        studyOf(infogain, options.infogain, isDrawn), // Fig 3
        studyOf(corpusStudy, null), // claims 1 to 6 and 12
      ],
    },
    {
      name: 'prompts',
      title: `${PROMPT_DATA}, trained and untrained`,
      input: named(countryInput()),
      request: whole,
      studies: [
        studyOf(embed, options.embed), // claims 7 and 8, Fig 4
        studyOf(distance, options.distance), // claims 9 and 10, Figs 5 and 6
        studyOf(promptPairs, null, isTrained), // claim 11
      ],
    },
    {
      name: 'london',
      title: "the paper's sentence and the theory",
      input: named({ ...londonSentence(), source: LONDON }),
      request: trained,
      studies: [studyOf(lasso, options.lasso)], // section 4.2
    },
    {
      name: 'theory',
      input: named({ ...theoryInput(), source: THEORY_TEXTS }),
      request: trained,
      studies: [studyOf(theory, theory.defaults)], // section 3, claim 13
    },
  ];
}

function named({ texts, source }: Pick<Input, 'texts'> & { source: string }): Input {
  return { texts, meta: { source } };
}

function textCount({ texts }: Input): string {
  return `${texts.length} text${texts.length === 1 ? '' : 's'}`;
}
