import "./styles/app.css";
import { render } from "preact";
import { App } from "./App";
import { startKeys } from "./keys";
import { startPreferences } from "./preferences";
import { startSelection } from "./selection";

startPreferences();
startKeys();
startSelection();
render(<App />, document.getElementById("app")!);
