"""How far each system and its data have moved: what people declare beside what was measured."""
