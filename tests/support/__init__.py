"""What several tests stand on: clocks, servers, databases; fakes nothing of ours."""
