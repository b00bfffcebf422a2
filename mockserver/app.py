"""The WSGI application, under the name that WSGI servers are given.

`flask --app mockserver.app run` and `gunicorn 'mockserver.app:create_app()'` find `create_app`, set up by
`MOCKSERVER_*`.
"""

from mockserver.edges.wsgi import create_app

__all__ = ["create_app"]
