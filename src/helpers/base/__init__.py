"""Ground floor: errors, settings, parameters, periods, geography and small record types."""
