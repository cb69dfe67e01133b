// Loaded into web and worker by `npm start`: should that process die without a word (kill -9), the channel
// to it closes, and nothing is left behind.
process.on("disconnect", () => process.exit(1));
