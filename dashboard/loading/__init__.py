"""The registrar's page: a file uploaded, its columns named, its findings read, a release published or taken back."""
