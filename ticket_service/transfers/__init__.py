"""A ticket changes its holder: offered to an e-mail address, accepted by whoever has proven that it is theirs."""
