"""Whether the figures add up: identities of official tables, figure by figure and summed up."""
