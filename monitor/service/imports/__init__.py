"""What AI tools' own logs and exports tell: when somebody asked something, never what."""
