# METADATA
# title: What machines' own packet filters let through to them
# scope: package
# schemas:
#   - input: schema.input
package lib.filters

import data.lib.facts

# METADATA
# title: Ids of the usable readings of a machine's own filter
sound(host) := facts.sound(host, "host_filter", "self")

# METADATA
# title: Holds when by each reading of a machine's own filter nobody reaches any of some TCP ports from everywhere
limits(host, ports) if {
	readings := sound(host)
	count(readings) > 0
	count(ports) > 0
	every reading in readings {
		every port in ports {
			some span in facts.told(reading, "tcp")
			span.limited == true
			_in(port, span)
		}
	}
}

# METADATA
# title: Holds when some reading told what a machine's own filter does with each of some TCP ports
told(host, ports) if {
	some reading in sound(host)
	every port in ports {
		some span in facts.told(reading, "tcp")
		is_boolean(span.limited)
		_in(port, span)
	}
}

_in(port, span) if {
	startswith(port, "tcp/")
	number := facts.number_of(port)
	span.first <= number
	number <= span.last
}
