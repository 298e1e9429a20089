"""What the provincial data centre must upgrade, replace or add, for its connections and for what stays."""
