"""What is looked up over all articles: quotes, mentions, digests, lists."""
