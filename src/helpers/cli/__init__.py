"""The console command: a thin shell over one public function per command."""
