// Answers every path with who the caller is, behind the official SDK, and prints the port that it listens on.
import express from 'express';
import { clerkMiddleware, getAuth } from '@clerk/express';

const app = express();
app.use(clerkMiddleware({
  secretKey: process.env.CLERK_SECRET_KEY,
  publishableKey: process.env.CLERK_PUBLISHABLE_KEY,
  apiUrl: process.env.CLERK_API_URL,
}));
app.use((req, res) => {
  const { userId, sessionId, orgId, isAuthenticated } = getAuth(req);
  const seen = { userId: userId ?? '', sessionId: sessionId ?? '', orgId: orgId ?? '', isAuthenticated };
  res.set('Seen', JSON.stringify(seen)).json(seen); // the header is for HEAD
});
const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
