"""The front door: the one name this program has in site-packages.

A checkout keeps its three packages side by side. A wheel keeps them in the private folder
``_app`` here, so that ``config``, ``cli`` and ``monitor`` can never meet another project's
package of that name.
"""
