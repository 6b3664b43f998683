"""Settings of the web server, for `./satudata` and the Docker image alike; each adds the address to listen on."""

wsgi_app = "ckanext.satudata.wsgi:application"
workers = 2
threads = 4
# loaded once, before anybody listens: a worker that ends has its successor at once, and what they read they share
preload_app = True
# a second server may listen on the same port, and goes on answering where one of them is killed
reuse_port = True
# seconds; an upload of 400 MiB is read within one request
timeout = 120
# a heartbeat on a slow disk would get a busy worker killed
worker_tmp_dir = "/dev/shm"  # noqa: S108 - gunicorn makes a file without a name there
accesslog = "-"
# it would lie in the home of whoever runs us
control_socket_disable = True


def post_fork(_server: object, _worker: object) -> None:
    """End a worker with its master: one that outlives it keeps the port, and no new master can listen there."""
    from ckanext.satudata.processes import end_with_parent

    end_with_parent()
