/** Ithaca's small drawings: sea, sail and harbour, built from a few shapes; purely decorative, so hidden from assistive technology. */
import { type ReactNode, useId } from "react";
import classes from "./scenes.module.css";

interface FrameProps {
  width: number;
  height: number;
  className?: string | undefined;
  children: ReactNode;
}

/** A displacement of the edges by slow noise makes straight vector lines look drawn by a hand. */
function Frame({ width, height, className, children }: FrameProps): ReactNode {
  const wobble = useId();
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className={[classes["frame"], className].join(" ")} aria-hidden="true" focusable="false">
      <defs>
        <filter id={wobble} x="-5%" y="-5%" width="110%" height="110%">
          <feTurbulence type="fractalNoise" baseFrequency="0.018" numOctaves="3" seed="8" />
          <feDisplacementMap in="SourceGraphic" scale="5" />
        </filter>
      </defs>
      <g filter={`url(#${wobble})`}>{children}</g>
    </svg>
  );
}

interface Spot {
  x: number;
  y: number;
  scale?: number;
}

const at = ({ x, y, scale = 1 }: Spot): string => `translate(${x} ${y}) scale(${scale})`;

function Boat(spot: Spot): ReactNode {
  return (
    <g transform={at(spot)}>
      <g className={classes["bob"]}>
        <path d="M2 -118 L2 2" className={classes["mast"]} />
        <path d="M-3 -116 C 4 -70 -14 -34 -50 -8 C -32 -12 -16 -13 -3 -12 Z" className={classes["sail"]} />
        <path d="M8 -100 C 34 -72 48 -40 54 -10 C 38 -13 22 -13 8 -12 Z" className={classes["sailFar"]} />
        <path d="M2 -118 C 12 -124 20 -118 30 -122 C 24 -114 16 -110 2 -110 Z" className={classes["flag"]} />
        <circle cx="-22" cy="-6" r="6.500" className={classes["person"]} />
        <path d="M-32 6 C -32 -2 -12 -2 -12 6 Z" className={classes["cloak"]} />
        <circle cx="26" cy="-7" r="6.500" className={classes["person"]} />
        <path d="M16 6 C 16 -3 36 -3 36 6 Z" className={classes["cloakFar"]} />
        <path d="M-66 0 C -40 8 40 8 68 -4 C 62 16 48 26 34 28 L -36 28 C -52 26 -62 14 -66 0 Z" className={classes["hull"]} />
        <path d="M-60 9 C -36 15 36 15 62 7" className={classes["plank"]} />
      </g>
    </g>
  );
}

/** A bay from `y` to the bottom, round like a shell, with a few strokes of swell inside it. */
function Sea({ y, width, height }: { y: number; width: number; height: number }): ReactNode {
  const deep = height - y;
  const rows = [0.1, 0.32, 0.56, 0.8];
  const strokes = rows.flatMap((at, row) => {
    const reach = width * (0.47 - at * at * 0.3);
    return [-0.8, -0.22, 0.38].map((along, column) => ({
      key: `${row}-${column}`,
      x: width / 2 + (along + (row % 2) * 0.16) * reach,
      y: y + 8 + deep * at,
      long: 30 + row * 12,
    }));
  });
  const bowl = `M2 ${y} C ${width * 0.3} ${y - 5} ${width * 0.6} ${y + 5} ${width - 2} ${y - 2}
    C ${width} ${y + deep * 0.62} ${width * 0.8} ${height - 4} ${width * 0.5} ${height - 4}
    C ${width * 0.2} ${height - 4} 0 ${y + deep * 0.66} 2 ${y} Z`;
  return (
    <g>
      <path d={bowl} className={classes["sea"]} />
      {strokes.map(({ key, x, y: top, long }) => (
        <path key={key} d={`M${x} ${top} q ${long / 4} -7 ${long / 2} 0 t ${long / 2} 0`} className={classes["swell"]} />
      ))}
    </g>
  );
}

function Cypress(spot: Spot): ReactNode {
  return (
    <g transform={at(spot)}>
      <path d="M0 0 L0 -14" className={classes["trunk"]} />
      <path d="M0 -72 C 12 -46 13 -20 0 -8 C -13 -20 -12 -46 0 -72 Z" className={classes["tree"]} />
    </g>
  );
}

function House(spot: Spot): ReactNode {
  return (
    <g transform={at(spot)}>
      <path d="M-26 0 L -26 -30 L 26 -30 L 26 0 Z" className={classes["wall"]} />
      <path d="M-33 -28 L 0 -50 L 33 -28 Z" className={classes["roof"]} />
      <path d="M-6 0 L -6 -16 C -6 -23 6 -23 6 -16 L 6 0 Z" className={classes["door"]} />
      <circle cx="-16" cy="-16" r="3.500" className={classes["lamp"]} />
    </g>
  );
}

function Island(spot: Spot): ReactNode {
  return (
    <g transform={at(spot)}>
      <path d="M-170 0 C -132 -30 -112 -72 -60 -84 C -24 -92 -8 -58 28 -60 C 84 -62 112 -24 168 0 Z" className={classes["hill"]} />
      <path d="M-170 0 C -120 -14 -70 -30 -16 -28 C 50 -26 96 -12 168 0 Z" className={classes["shore"]} />
      <Cypress x={-92} y={-38} scale={0.9} />
      <Cypress x={-72} y={-44} scale={1.15} />
      <House x={-14} y={-34} />
      <Cypress x={42} y={-30} scale={0.8} />
      <House x={78} y={-18} scale={0.72} />
    </g>
  );
}

function Lighthouse({ isLit, ...spot }: Spot & { isLit: boolean }): ReactNode {
  const glow = useId();
  return (
    <g transform={at(spot)}>
      {isLit && (
        <>
          <radialGradient id={glow} gradientUnits="userSpaceOnUse" cx="0" cy="-109" r="190">
            <stop offset="0" stopColor="#ffd27d" stopOpacity="0.75" />
            <stop offset="1" stopColor="#ffd27d" stopOpacity="0" />
          </radialGradient>
          <path d="M0 -109 L 190 -152 L 190 -62 Z M0 -109 L -190 -148 L -190 -66 Z" fill={`url(#${glow})`} />
        </>
      )}
      <path d="M-62 4 C -48 -14 -24 -18 0 -16 C 26 -18 50 -12 64 4 Z" className={classes["rock"]} />
      <path d="M-18 -12 L -12 -98 L 12 -98 L 18 -12 Z" className={classes["wall"]} />
      <path d="M-16.500 -34 L 16.500 -34 L 15 -56 L -15 -56 Z" className={classes["roof"]} />
      <path d="M-13.500 -76 L 13.500 -76 L 12.500 -92 L -12.500 -92 Z" className={classes["roof"]} />
      <path d="M-10 -98 L -10 -118 L 10 -118 L 10 -98 Z" className={isLit ? classes["lamp"] : classes["door"]} />
      <path d="M-14 -117 L 0 -132 L 14 -117 Z" className={classes["roof"]} />
    </g>
  );
}

function Gulls(spot: Spot): ReactNode {
  return (
    <g transform={at(spot)} className={classes["gull"]}>
      <path d="M0 0 q 9 -10 17 0 q 9 -10 18 -1" />
      <path d="M52 18 q 7 -8 13 0 q 7 -8 14 0" />
      <path d="M24 36 q 6 -7 11 0 q 6 -7 12 0" />
    </g>
  );
}

interface SceneProps {
  className?: string | undefined;
}

/** Two people under sail, home in sight. */
export function HomecomingScene({ className }: SceneProps): ReactNode {
  return (
    <Frame width={640} height={520} className={className}>
      <circle cx="418" cy="212" r="112" className={classes["glow"]} />
      <circle cx="418" cy="212" r="72" className={classes["sun"]} />
      <Gulls x={120} y={96} />
      <Gulls x={520} y={70} scale={0.7} />
      <Island x={446} y={318} scale={1.12} />
      <Sea y={316} width={640} height={520} />
      <path d="M372 340 q 44 8 92 0 M384 356 q 34 7 70 0 M398 372 q 22 5 44 0" className={classes["glitter"]} />
      <Boat x={214} y={392} scale={1.5} />
    </Frame>
  );
}

/** A boat at its mooring: nothing planned yet. */
export function HarbourScene({ className }: SceneProps): ReactNode {
  return (
    <Frame width={420} height={240} className={className}>
      <circle cx="300" cy="104" r="42" className={classes["sun"]} />
      <Island x={92} y={150} scale={0.62} />
      <Sea y={148} width={420} height={240} />
      <path d="M420 166 L 318 170 M 402 168 L 402 214 M 362 169 L 362 206 M 326 170 L 326 200" className={classes["jetty"]} />
      <Boat x={226} y={188} scale={0.85} />
    </Frame>
  );
}

/** Off the harbour, waiting for the light to call. */
export function WaitingScene({ className, isLit = true }: SceneProps & { isLit?: boolean }): ReactNode {
  return (
    <Frame width={420} height={240} className={className}>
      <Lighthouse x={306} y={160} isLit={isLit} />
      <Sea y={156} width={420} height={240} />
      <Boat x={112} y={192} scale={0.8} />
    </Frame>
  );
}

/** The boat sails on: the session is over. */
export function FarewellScene({ className }: SceneProps): ReactNode {
  return (
    <Frame width={420} height={240} className={className}>
      <circle cx="210" cy="150" r="86" className={classes["glow"]} />
      <circle cx="210" cy="150" r="58" className={classes["sun"]} />
      <Gulls x={84} y={56} scale={0.9} />
      <Sea y={152} width={420} height={240} />
      <path d="M176 170 q 34 7 68 0 M186 184 q 24 6 48 0" className={classes["glitter"]} />
      <Boat x={292} y={172} scale={0.5} />
    </Frame>
  );
}

/** A bottle adrift: this letter reached nobody. */
export function AdriftScene({ className }: SceneProps): ReactNode {
  return (
    <Frame width={420} height={240} className={className}>
      <circle cx="96" cy="72" r="34" className={classes["sun"]} />
      <Gulls x={290} y={52} />
      <Sea y={140} width={420} height={240} />
      <g transform="translate(210 158) rotate(-24)">
        <g className={classes["bob"]}>
          <path d="M-66 -20 C -78 -20 -80 22 -66 22 L 22 22 C 42 22 40 8 58 8 L 74 8 L 74 -6 L 58 -6 C 40 -6 42 -20 22 -20 Z" className={classes["glass"]} />
          <path d="M-50 -10 C -30 -16 -6 -4 16 -10 L 14 10 C -8 14 -30 4 -50 12 Z" className={classes["letter"]} />
          <path d="M-38 -2 q 20 -4 40 2 M -36 5 q 14 -3 28 1" className={classes["ink"]} />
          <path d="M72 -8 L 88 -6 L 88 8 L 72 10 Z" className={classes["cork"]} />
        </g>
      </g>
      <path d="M130 186 q 20 -9 40 0 t 40 0 t 40 0 t 40 0" className={classes["swell"]} />
    </Frame>
  );
}
