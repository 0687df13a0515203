import { answerWith } from './answer.ts';
import { measure } from './nets.ts';

answerWith(measure);
