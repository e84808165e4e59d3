"""The register's pages: HTTP in, one service call, HTTP out."""
