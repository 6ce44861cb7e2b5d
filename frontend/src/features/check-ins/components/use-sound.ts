import { useLocalStorage } from '@mantine/hooks';
import { useSyncExternalStore } from 'react';

import { type Cue, play } from '../api/sounds';

export type Sound = 'on' | 'off' | 'untouched';

/** Whether verdicts are heard: a browser keeps a page silent until somebody has touched it, however loud it is set. */
export function useSound() {
  const [isMuted, setIsMuted] = useLocalStorage({ key: 'check-in-muted', defaultValue: false });
  const isTouched = useSyncExternalStore(onTouch, wasTouched);
  const sound: Sound = isMuted ? 'off' : isTouched ? 'on' : 'untouched';

  return {
    sound,
    say(cue: Cue) {
      if (!isMuted) play(cue);
    },
    /** Turned on it is heard at once, so that its loudness can be set. */
    turn() {
      setIsMuted(sound === 'on');
      if (sound !== 'on') play('admitted');
    },
  };
}

function wasTouched(): boolean {
  // Browsers that do not tell are not doubted.
  return navigator.userActivation?.hasBeenActive ?? true;
}

function onTouch(listener: () => void) {
  // At the end of the gesture, and of the turn that handles it: the button itself is such a touch.
  const tell = () => void setTimeout(listener);
  const gestures = ['click', 'keydown', 'touchend'] as const;
  gestures.forEach((gesture) => document.addEventListener(gesture, tell));
  return () => gestures.forEach((gesture) => document.removeEventListener(gesture, tell));
}
