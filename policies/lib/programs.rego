# METADATA
# title: What machines themselves tell of the programs that listen
# description: |
#   A name says what a program is for, and whoever starts one can give it another: it finds services, and never shows that there is
#   none. A list that could not be read whole, as without privilege, tells fewer.
# scope: package
# schemas:
#   - input: schema.input
package lib.programs

import data.lib.facts
import data.lib.listening

# METADATA
# title: Services by host and port that a program listens with by its name, with the readings that tell it
# description: "Under the names that nmap gives them, so that whoever knows a service by its name knows its program too."
services := _services

_services[host][program.port][_service_of[program.name]] contains o.id if {
	some o in input.observations.listening
	facts.standing[o.id]
	host := o.subject
	some program in o.data.programs
	listening.reached(program)
}

# METADATA
# title: Names of the services that a machine's own programs give on a port
at(host, port) := {name | some name, _ in _services[host][port]}

# METADATA
# title: Ports by host of which the machine tells the program that listens there
told := _told

_told[o.subject] contains program.port if {
	some o in input.observations.listening
	facts.usable[o.id]
	some program in o.data.programs
	listening.reached(program)
}

# Programs that give one service, by the first fifteen letters of their names, which is what a kernel keeps.
_service_of := {program: service | some service, programs in _programs; some program in programs}

_programs := {
	"telnet": {"in.telnetd", "telnetd", "utelnetd", "inetutils-telne"},
	"ftp": {"vsftpd", "proftpd", "pure-ftpd", "in.ftpd", "ftpd", "bftpd", "inetutils-ftpd", "wu-ftpd"},
	"tftp": {"in.tftpd", "tftpd", "atftpd", "utftpd", "inetutils-tftpd"},
	"shell": {"in.rshd", "rshd", "inetutils-rshd"},
	"login": {"in.rlogind", "rlogind", "inetutils-rlogi"},
	"exec": {"in.rexecd", "rexecd", "inetutils-rexec"},
	"vnc": {"x11vnc", "Xvnc", "Xtightvnc", "Xtigervnc", "x0vncserver", "x0tigervncserve", "vncserver-x11-c", "vino-server", "wayvnc", "krfb"},
	"ms-wbt-server": {"xrdp", "gnome-remote-de"},
	"ssh": {"sshd", "dropbear"},
	"snmp": {"snmpd"},
	"syslog": {"rsyslogd", "syslog-ng", "syslogd"},
	"postgresql": {"postgres", "postmaster"},
	"mysql": {"mysqld", "mariadbd"},
	"ms-sql-s": {"sqlservr"},
	"oracle-tns": {"tnslsnr"},
	"redis": {"redis-server", "valkey-server", "keydb-server"},
	"mongodb": {"mongod", "mongos"},
	"ibm-db2": {"db2sysc"},
	"memcached": {"memcached"},
	"firebird": {"firebird", "fbserver", "fb_smp_server", "fb_inet_server"},
}
