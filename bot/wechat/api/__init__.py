"""WeChat's endpoints, one file a family: pure builders of bodies, and thin calls through `WeChatClient`."""
