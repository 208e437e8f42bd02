// Serves one route behind the official SDK, and prints the port that it listens on.
import express from 'express';
import { clerkMiddleware, getAuth } from '@clerk/express';

const app = express();
app.use(clerkMiddleware({
  publishableKey: 'pk_live_Y2xlcmsuZXhhbXBsZS5jb20k', // clerk.example.com
  secretKey: 'sk_live_benchmark',
  jwtKey: process.env.BENCH_JWT_KEY,
}));
app.get('/me', (req, res) => res.status(getAuth(req).userId ? 200 : 401).end());
const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
