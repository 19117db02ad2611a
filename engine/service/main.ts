import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { createService } from './createService.ts';
import { serveRequests } from './serveRequests.ts';

// The engine service: forked once a window, with `serialization: 'advanced'` and the command line's file as argument.
const [, , cli] = process.argv;
if (!cli || !process.send) throw new Error('The engine service is started by the extension: fork(service, [cli], {serialization: "advanced"}).');

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const service = createService(cli, (name, params) => {
  if (process.connected) void connection.sendNotification(name, params);
});
const cancelAll = serveRequests(connection, service.handlers);
process.once('disconnect', () => {
  cancelAll();
  service.dispose();
  process.exit();
});
connection.listen();
