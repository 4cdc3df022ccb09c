/** LiteRT's own loader of its WebAssembly, which comes without types. */
declare module "@litertjs/core/wasm/litert_wasm_compat_internal.js" {
  interface ModuleOptions {
    locateFile?: (name: string) => string;
    print?: (line: string) => void;
    printErr?: (line: string) => void;
  }
  const createModule: (options?: ModuleOptions) => Promise<unknown>;
  export default createModule;
}
